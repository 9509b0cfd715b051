import { join } from 'node:path';
import { formatScenarioError, loadScenario, overridesFrom } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';

/** A scenario, and what is set otherwise in it. */
export interface World {
  /** A name of ours, or a file from the root of the repository. */
  readonly scenario: string;
  /** As `--set` of the command line. */
  readonly set: readonly string[];
}

/** Six that differ, each in small: what they are to a fleet of hundreds they are to a few devices. */
export interface Storm extends World {
  /** For people. */
  readonly name: string;
  readonly says: string;
}

/** One thing goes wrong with all that is sent. */
export interface Situation extends World {
  readonly name: string;
}

const SMALL = ['fleet.devices=2', 'fleet.interval=5s', 'duration=2m'];

export const STORMS = {
  herd: {
    name: 'overload, all at once',
    says: '60 devices wake in the same instant; the edge serves 6 requests a second, lets 6 wait, and sheds the rest with a 503 that says nothing of when to come back',
    scenario: 'herd',
    // A tenth and less of what the scenario has: the same share of the fleet per second.
    set: ['fleet.devices=60', 'edge.capacity.rate=6', 'edge.capacity.queue=6'],
  },
  outage: {
    name: 'a minute of 503 with Retry-After',
    says: 'for one minute the edge sheds 90 % of requests with 503 and Retry-After: 1, before and after that 10 %',
    scenario: 'storm',
    set: ['fleet.devices=2', 'fleet.interval=8s'],
  },
  answers: {
    name: 'lost answers',
    says: 'three answers of ten vanish after the edge has stored the reading',
    scenario: 'lost-ack',
    set: SMALL,
  },
  resets: {
    name: 'resets',
    says: 'one connection of five is reset, half of the time after the edge got the request',
    scenario: 'resets',
    set: SMALL,
  },
  reboot: {
    name: 'reboots in an overload',
    says: 'half of the attempts get a 503, and devices lose power three times, with what they have in memory',
    scenario: 'reboot',
    set: ['fleet.devices=2', 'fleet.interval=10s'],
  },
  brownout: {
    name: 'a minute of silence, and a slow edge',
    says: 'the edge serves 3 requests in 10 seconds and is offered 2.5; for one minute nothing gets through either way, and the backlog comes on top',
    scenario: 'brownout',
    // A twentieth of the offered load and of what is served; whoever waits alone is served within 6.7 s, on average.
    set: ['fleet.devices=2', 'fleet.interval=8s', 'edge.capacity.rate=0.3', 'edge.capacity.queue=1'],
  },
} as const satisfies Readonly<Record<string, Storm>>;

export type StormName = keyof typeof STORMS;

const ONE_READING = './scorecard/one-reading.yaml';

function situation(name: string, ...set: readonly string[]): Situation {
  return { name, scenario: ONE_READING, set };
}

/** What the Retry-After of a situation asks for. */
export const ASKED_MS = 20_000;

const ALWAYS_503 = 'edge.overload.probability=100%';

export const SITUATIONS = {
  overload: situation('503', ALWAYS_503, 'edge.overload.retryAfter=none'),
  seconds: situation('503, Retry-After: 20', ALWAYS_503, 'edge.overload.retryAfter=20s'),
  date: situation(
    '503, Retry-After: a date',
    ALWAYS_503,
    'edge.overload.retryAfter=20s',
    'edge.retryAfter=date',
  ),
  refusal: situation('400', 'device.invalid=100%'),
  reset: situation('reset', 'network.reset=100%'),
  silence: situation('no answer', 'network.answerLoss=100%'),
} as const satisfies Readonly<Record<string, Situation>>;

export type SituationName = keyof typeof SITUATIONS;

export const SITUATION_NAMES = Object.keys(SITUATIONS).filter(
  (name): name is SituationName => name in SITUATIONS,
);
export const STORM_NAMES = Object.keys(STORMS).filter((name): name is StormName => name in STORMS);

const ROOT = join(import.meta.dirname, '..');

/** @throws what is wrong with the scenario or with what is set. */
export function scenarioOf({ scenario, set }: World): Scenario {
  const overrides = overridesFrom({ set });
  if (!overrides.ok) throw new Error(overrides.errors.map(formatScenarioError).join('\n'));
  const file = scenario.startsWith('./') ? join(ROOT, scenario) : scenario;
  const loaded = loadScenario(file, { overrides: overrides.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  return loaded.scenario;
}
