import { Agent } from '../agent.ts';
import { createDevice } from '../create-device.ts';
import { createFetchSender } from '../fetch-sender.ts';
import { createKeyedRandom } from '../keyed-random.ts';
import { OutagePause } from '../policy/outage-pause.ts';
import { createPolicy } from '../policy/policies.ts';
import type { Disk, Fetch, Log, PlainClock } from '../../ports/index.ts';
import { createSyntheticSensor } from '../sensor.ts';
import { shownEdgeUrl } from './edge-url.ts';
import type { ProgramOptions } from './program-settings.ts';

/** Our edge's own answers are well below it, a problem with all that can be wrong with a message included. */
const ANSWER_BYTES_MAX = 16_384;

export interface ProgramEnv {
  readonly options: ProgramOptions;
  readonly seed: string;
  readonly clock: PlainClock;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly disk: Disk;
  /** Called once, after the summary is logged and nothing runs any more. */
  readonly onEnd: () => void;
}

export interface RunningProgram {
  /**
   * Takes no more samples, gives what is under way `graceMs`, then ends; without a state directory all that waits. Further
   * calls change nothing.
   */
  stop(reason: string): void;
}

/** Puts device, sensor and agent together and runs them until the last reading, or until it is stopped. */
export function runProgram({ options, seed, clock, fetch, log, disk, onEnd }: ProgramEnv): RunningProgram {
  const { id, edgeUrl, intervalMs, count, drainMs, graceMs, outage, drainRate } = options;
  const policy = createPolicy(options.policy);
  const ids = { device_id: id, sequence_id: null, correlation_id: null };
  let state: 'sampling' | 'draining' | 'ended' = 'sampling';

  log('info', 'device_started', { ...ids, edge_url: shownEdgeUrl(edgeUrl), interval_ms: intervalMs, seed });
  const random = createKeyedRandom(seed);
  const device = createDevice({
    id,
    edgeUrl,
    send: createFetchSender({ fetch, clock, tellsCauses: true, answerBytesMax: ANSWER_BYTES_MAX }),
    policy: outage === 'pause' ? new OutagePause(policy, options.policy, drainRate) : policy,
    holds: true,
    renumbers: true,
    clock,
    random,
    log,
    disk,
    settings: options,
    onIdle: () => {
      if (state === 'draining') end();
    },
  });
  const agent = new Agent({
    id,
    device,
    sensor: createSyntheticSensor(random),
    clock,
    log,
    intervalMs,
    countMax: count,
    onFinished: () => drain('count reached', drainMs, false),
  });

  function drain(reason: string, withinMs: number, keeps: boolean): void {
    if (state !== 'sampling') return;
    state = 'draining';
    agent.stop();
    log('info', 'device_stopping', { ...ids, reason, pending: device.outbox().size });
    // What is on a disk can wait for the next start; what is only in memory is tried as long as there is time.
    if (keeps) device.wind();
    if (isOver()) return;
    if (device.idle()) end();
    else clock.setTimeout(end, withinMs);
  }

  function isOver(): boolean {
    return state === 'ended';
  }

  function end(): void {
    if (state === 'ended') return;
    state = 'ended';
    const pending = device.outbox().size;
    device.stop();
    const counters = Object.entries(device.counters()).map(
      ([name, value]) => [snakeCase(name), value] as const,
    );
    log('info', 'device_stopped', { ...ids, ...Object.fromEntries(counters), pending });
    onEnd();
  }

  agent.start();
  return { stop: (reason) => drain(reason, graceMs, options.stateDir !== null) };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
