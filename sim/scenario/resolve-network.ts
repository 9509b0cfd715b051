import type { Latency, NetworkSettings } from '../net/network-settings.ts';
import { TURNED_ON } from './defaults.ts';
import type { LatencyInput, NetworkInput } from './network-input.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What `input` says, each fault completed from the same fault of `base`. What it does not name stays away. */
export function overrideNetwork(base: NetworkSettings, input: NetworkInput): Partial<NetworkSettings> {
  const over: Writable<Partial<NetworkSettings>> = {};
  if (input.latency) over.latency = resolveLatency(input.latency);
  if (input.loss) over.loss = chance(base.loss, input.loss);
  if (input.answerLoss) over.answerLoss = chance(base.answerLoss, input.answerLoss);
  if (input.corrupt) over.corrupt = chance(base.corrupt, input.corrupt);
  if (input.reset) over.reset = chance(base.reset, input.reset);
  if (input.jitter) {
    over.jitter = { ...chance(base.jitter, input.jitter), maxMs: input.jitter.max ?? base.jitter.maxMs };
  }
  if (input.duplicate) over.duplicate = spread(base.duplicate, input.duplicate);
  if (input.reorder) over.reorder = spread(base.reorder, input.reorder);
  if (input.burstLoss !== undefined) over.burstLoss = burstLoss(base.burstLoss, input.burstLoss);
  if (input.bandwidth !== undefined) over.bandwidth = input.bandwidth;
  if (input.partition !== undefined) over.partition = partition(base.partition, input.partition);
  return over;
}

function resolveLatency(input: LatencyInput): Latency {
  switch (input.distribution) {
    case 'constant':
      return { distribution: 'constant', valueMs: input.value };
    case 'uniform':
      return { distribution: 'uniform', minMs: input.min, maxMs: input.max };
    case 'normal':
      return { distribution: 'normal', meanMs: input.mean, stddevMs: input.stddev };
    case 'lognormal':
      return { distribution: 'lognormal', medianMs: input.median, sigma: input.sigma };
    case 'exponential':
      return { distribution: 'exponential', meanMs: input.mean };
  }
}

interface ChanceInput {
  readonly probability?: number | undefined;
}

interface SpreadInput extends ChanceInput {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export function chance(base: { readonly probability: number }, input: ChanceInput) {
  return { probability: input.probability ?? base.probability };
}

export function spread(
  base: { readonly probability: number; readonly minMs: number; readonly maxMs: number },
  input: SpreadInput,
) {
  return { ...chance(base, input), minMs: input.min ?? base.minMs, maxMs: input.max ?? base.maxMs };
}

function burstLoss(
  base: NetworkSettings['burstLoss'],
  input: Exclude<NetworkInput['burstLoss'], undefined>,
): NetworkSettings['burstLoss'] {
  if (input === null) return null;
  const start = base ?? TURNED_ON.burstLoss;
  return {
    goodMeanMs: input.goodMean ?? start.goodMeanMs,
    badMeanMs: input.badMean ?? start.badMeanMs,
    goodLoss: input.goodLoss ?? start.goodLoss,
    badLoss: input.badLoss ?? start.badLoss,
  };
}

function partition(
  base: NetworkSettings['partition'],
  input: Exclude<NetworkInput['partition'], undefined>,
): NetworkSettings['partition'] {
  if (input === null) return null;
  const start = base ?? TURNED_ON.partition;
  return { mode: input.mode ?? start.mode, devices: input.devices ?? start.devices };
}
