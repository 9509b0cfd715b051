import type { Scenario } from '../sim/scenario/index.ts';

/** What a model of a scenario needs to know of it. Times are seconds, as SimPy users have them. */
export interface ModelParameters {
  readonly devices: number;
  readonly duration: number;
  readonly interval: number;
  readonly latencyMin: number;
  readonly latencyMax: number;
  readonly loss: number;
  readonly answerLoss: number;
  readonly copy: number;
  readonly copyMax: number;
  readonly shed: number;
  readonly retryAfter: number;
  readonly timeout: number;
  readonly retries: number;
  readonly base: number;
  readonly factor: number;
  readonly cap: number;
  readonly jitter: number;
}

export function modelParameters({ durationMs, fleet, device, network, edge }: Scenario): ModelParameters {
  const { latency } = network;
  const { policy } = device;
  if (latency.distribution !== 'uniform') throw new Error('The model knows uniform latencies only.');
  return {
    devices: fleet.devices,
    duration: durationMs / 1000,
    interval: fleet.intervalMs / 1000,
    latencyMin: latency.minMs / 1000,
    latencyMax: latency.maxMs / 1000,
    loss: network.loss.probability,
    answerLoss: network.answerLoss.probability,
    copy: network.duplicate.probability,
    copyMax: network.duplicate.maxMs / 1000,
    shed: edge.overload.probability,
    retryAfter: (edge.overload.retryAfterMs ?? 0) / 1000,
    timeout: device.timeoutMs / 1000,
    retries: policy.retries,
    base: policy.baseMs / 1000,
    factor: policy.factor,
    cap: policy.capMs / 1000,
    jitter: policy.jitterRatio,
  };
}

/** What a model prints. */
export interface ModelResult {
  readonly readingsPerSecond: number;
  readonly attemptsPerReading: number;
}

/**
 * A model that leaves something out would be fast for the wrong reason: the mean of attempts must be (1 − p^n)/(1 − p), where
 * an attempt fails with p and there are n of them. Of 20,000 readings it has a standard deviation of 0.004 or so.
 * @throws {Error}
 */
export function checkModel(
  model: string,
  { loss, answerLoss, shed, retries }: ModelParameters,
  found: number,
): void {
  const failed = 1 - (1 - loss) * (1 - shed) * (1 - answerLoss);
  const wanted = (1 - failed ** (retries + 1)) / (1 - failed);
  if (Math.abs(found - wanted) > 0.03)
    throw new Error(`${model} makes ${found} attempts for each reading, where ${wanted} are due.`);
}
