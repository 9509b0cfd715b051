import { FAULTS, FAULT_NAMES } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { fewerAtOnce } from './at-one-instant.ts';
import { withWindow } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { roundAbove, roundBelow } from './round-numbers.ts';
import { weakerOutcomes } from './weaker-outcomes.ts';

/** What the latency may be instead of one that is drawn. */
const LATENCIES_MS = [50, 10, 100];

/** The scenario ends its faults phase at `durationMs`; windows end with it, and none begins later. */
export function shortened(candidate: Candidate, durationMs: number): Candidate {
  const { scenario } = candidate;
  const timeline = scenario.timeline
    .filter(({ atMs }) => atMs < durationMs)
    .map((window) => ({ ...window, forMs: Math.min(window.forMs, durationMs - window.atMs) }));
  return { ...candidate, scenario: { ...scenario, durationMs, timeline } };
}

/**
 * Ends soon after the failure showed, from the soonest on: shares of the time that is left. Where it shows only in the
 * drain, or nobody knows when, a short run may show it as well.
 */
export function endingsAfter(candidate: Candidate, failedAtUs: number): readonly Candidate[] {
  const { durationMs } = candidate.scenario;
  const failedMs = Math.ceil(failedAtUs / 1_000) + 1;
  if (failedAtUs === 0 || failedMs >= durationMs)
    return [0.02, 0.1, 0.25, 0.5].map((share) => shortened(candidate, Math.ceil(share * durationMs)));
  const left = durationMs - failedMs;
  const lengths = [0, 0.05, 0.15, 0.4, 0.7].map((share) => Math.ceil(failedMs + share * left));
  return lengths.map((ms) => shortened(candidate, ms));
}

/** Readings come `times` as often. */
export function denser(candidate: Candidate, times: number): Candidate {
  const { scenario } = candidate;
  const intervalMs = Math.max(1, Math.round(scenario.fleet.intervalMs / times));
  return { ...candidate, scenario: { ...scenario, fleet: { ...scenario.fleet, intervalMs } } };
}

/** Candidates in which what acts does less, then those that say the same in fewer or rounder numbers; of each list the first that still fails is taken. */
export function simplifications(candidate: Candidate): readonly (readonly Candidate[])[] {
  return [
    ...weakerOutcomes(candidate),
    ...fewerAtOnce(candidate),
    durations(candidate),
    ...candidate.scenario.timeline.flatMap((_window, index) => [
      windowLengths(candidate, index),
      windowStarts(candidate, index),
    ]),
    latencies(candidate),
    quietFaults(candidate),
  ];
}

function durations(candidate: Candidate): readonly Candidate[] {
  const { durationMs } = candidate.scenario;
  return roundBelow(durationMs)
    .concat(rounder(durationMs))
    .map((ms) => shortened(candidate, ms));
}

/** As long as now, in fewer digits; nothing where that is no change. */
function rounder(ms: number): readonly number[] {
  return roundAbove(ms).filter((round) => round !== ms);
}

function windowLengths(candidate: Candidate, index: number): readonly Candidate[] {
  const { scenario } = candidate;
  const window = scenario.timeline[index];
  if (window === undefined) return [];
  const longest = scenario.durationMs - window.atMs;
  const lengths = roundBelow(window.forMs).concat(rounder(window.forMs).filter((ms) => ms <= longest));
  return lengths.map((forMs) => withWindow(candidate, index, { ...window, forMs }));
}

/** A start at a rounder time: it moves the whole window. */
function windowStarts(candidate: Candidate, index: number): readonly Candidate[] {
  const { scenario } = candidate;
  const window = scenario.timeline[index];
  if (window === undefined) return [];
  const latest = scenario.durationMs - window.forMs;
  const starts = roundBelow(window.atMs).concat(rounder(window.atMs).filter((ms) => ms <= latest));
  return starts.map((atMs) => withWindow(candidate, index, { ...window, atMs }));
}

function latencies(candidate: Candidate): readonly Candidate[] {
  const { scenario } = candidate;
  const { network } = scenario;
  if (network.latency.distribution === 'constant' && network.answerLatency === null) return [];
  return LATENCIES_MS.map((valueMs) => ({
    ...candidate,
    scenario: {
      ...scenario,
      network: { ...network, latency: { distribution: 'constant', valueMs }, answerLatency: null },
    },
  }));
}

/** Faults of which no draw is left need not stand in the scenario either. */
function quietFaults(candidate: Candidate): readonly Candidate[] {
  const { scenario, draws, families } = candidate;
  const needed = new Set([...draws, ...families].map(({ fault }) => fault));
  const scenarioWithout = FAULT_NAMES.reduce((left, name) => {
    const fault: Fault = FAULTS[name];
    return fault.draws === null || needed.has(name) ? left : withoutChance(left, fault);
  }, scenario);
  const isSame = JSON.stringify(scenarioWithout) === JSON.stringify(scenario);
  return isSame ? [] : [{ ...candidate, scenario: scenarioWithout }];
}

function withoutChance(scenario: Scenario, { player, key }: Fault): Scenario {
  const settings: object = scenario[player];
  const value: unknown = Reflect.get(settings, key);
  if (value === null || value === undefined) return scenario;
  const off = typeof value === 'object' && 'probability' in value ? { ...value, probability: 0 } : null;
  return { ...scenario, [player]: { ...settings, [key]: off } };
}
