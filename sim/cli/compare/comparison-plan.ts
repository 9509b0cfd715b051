import { sizeChangeOf } from '../../expect/index.ts';
import { delayFactors, meanTotalDelayMs } from '../../explore/index.ts';
import { scaledPolicy } from '../../explore/scaled-policy.ts';
import type { TotalDelay } from '../../explore/index.ts';
import type { RetryPolicy } from '../../../ports/index.ts';
import { hasNoLongest, measuredSpan } from '../../scenario/index.ts';
import type { MeasuredSpan } from '../../scenario/index.ts';
import type { ComparisonRequest } from './comparison-request.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { loadSubject, twoDevices } from '../loading/load-subject.ts';
import { reasonOf } from '../reason-of.ts';
import { parseOptionsOf } from '../flags/subject-flags.ts';
import { sweepOverride } from './sweep.ts';
import type { Swept } from './sweep.ts';
import { UsageError } from '../usage-error.ts';
import { looksLikeFile } from '../loading/user-module.ts';
import type { PolicyJob } from '../workers/seed-job.ts';

export interface PlannedPolicy extends PolicyJob {
  /** Of the delays as they will be, after scaling; null for a policy that never gives up. */
  readonly meanTotalDelayMs: number | null;
  readonly retriesMax: number | null;
  /** How long its retries of one reading may take is not known, or has no end. */
  readonly withoutLongest: boolean;
}

interface FoundPolicy extends LoadedScenario, TotalDelay {
  readonly retries: RetryPolicy;
  readonly retriesMax: number | null;
}

/** Policies that will meet the same storms: all that is known before the first run. */
export interface PlannedComparison {
  readonly scenario: string;
  readonly devices: number;
  readonly sweep: Swept | null;
  readonly policies: readonly PlannedPolicy[];
  /** Which readings all of them are measured by. */
  readonly span: MeasuredSpan;
  /** Of the loader: for whoever waits for the result. */
  readonly scenarioWarnings: readonly string[];
  /** What makes the comparison less than was asked for: kept with its result. */
  readonly warnings: readonly string[];
}

/**
 * Loads scenario, edge, device and policies once, so that all that is wrong with them shows before the first run: one
 * comparison, or one for each value of the sweep.
 * @throws {UsageError}
 */
export async function planComparisons(request: ComparisonRequest): Promise<readonly PlannedComparison[]> {
  const plans: PlannedComparison[] = [];
  const totals: TotalDelays = new Map();
  const { sweep } = request;
  const settings = sweep?.values.map((value) => ({ setting: sweep.setting, path: sweep.path, value }));
  for (const swept of settings ?? [null]) plans.push(await planned(request, swept, totals));
  return plans;
}

/** Each simulated once, under the name of the policy with its settings: a sweep asks for the same ones again and again. */
type TotalDelays = Map<string, number | null>;

function totalDelayOf(key: string, policy: RetryPolicy, known: TotalDelays): number | null {
  const before = known.get(key);
  if (before !== undefined) return before;
  try {
    const totalMs = meanTotalDelayMs(policy);
    known.set(key, totalMs);
    return totalMs;
  } catch (error) {
    throw new UsageError(
      `--policies: ${policy.name} threw while its delays were tried out: ${reasonOf(error)}`,
    );
  }
}

async function planned(
  request: ComparisonRequest,
  sweep: Swept | null,
  totals: TotalDelays,
): Promise<PlannedComparison> {
  const { baseline, normalize } = request;
  const found: FoundPolicy[] = [];
  // Edge and device are the same for all: looked at once.
  let { edge, device } = request;
  for (const policy of request.policies) {
    const loaded = loadedFor(request, policy, sweep);
    const words = { edge, device, policy, allowNet: request['allow-net'] };
    const subject = await loadSubject(words, loaded.scenario);
    const bringsDevice = device === undefined && subject.device.foreign;
    if (bringsDevice && request.device !== undefined) throw twoDevices(policy, request.device);
    const key = looksLikeFile(policy) ? policy : JSON.stringify(loaded.scenario.device.policy);
    const { retriesMax } = subject.policy;
    found.push({
      ...loaded,
      policy,
      retries: subject.policy,
      meanTotalDelayMs: totalDelayOf(key, subject.policy, totals),
      retriesMax: Number.isFinite(retriesMax) ? retriesMax : null,
      bringsDevice,
    });
    edge = undefined;
    device = undefined;
  }
  const scaling = normalize ? delayFactors(found, baseline) : null;
  if (scaling?.kind === 'impossible') {
    throw new UsageError(
      `--normalize: nothing can be made to wait as long as ${baseline}, for ${scaling.why}. Give another --baseline.`,
    );
  }
  const [first] = found;
  const factorOf = (index: number): number => scaling?.factors[index] ?? 1;
  return {
    scenario: first?.scenario.name ?? request.scenario,
    devices: first?.scenario.fleet.devices ?? 0,
    sweep,
    policies: found.map(
      ({ policy, scenario, retries, retriesMax, bringsDevice, meanTotalDelayMs: totalMs }, index) => {
        const delayFactor = factorOf(index);
        const meanTotalDelayMs = totalMs === null ? null : totalMs * delayFactor;
        const withoutLongest = bringsDevice || hasNoLongest(retries.name);
        return { policy, scenario, delayFactor, meanTotalDelayMs, retriesMax, withoutLongest };
      },
    ),
    span: spanOf(found, factorOf),
    scenarioWarnings: gathered(found),
    warnings: [
      ...(scaling?.leftAlone ?? []).map(
        ({ policy, why }) => `${policy} is not scaled to the delays of ${baseline}: ${why}.`,
      ),
      ...(first === undefined ? [] : sizeWarnings(first)),
    ],
  };
}

/**
 * One for all: a policy whose readings were measured for longer than another's would meet other faults.
 * @throws {UsageError} when a policy cannot say how long it may wait.
 */
function spanOf(found: readonly FoundPolicy[], factorOf: (index: number) => number): MeasuredSpan {
  const policies = found.map(({ scenario, retries }, index) => {
    const factor = factorOf(index);
    return { scenario, policy: factor === 1 ? retries : scaledPolicy(retries, factor) };
  });
  try {
    return measuredSpan(policies);
  } catch (error) {
    throw new UsageError(`--policies: delayBoundsMs of a policy threw: ${reasonOf(error)}`);
  }
}

/** An outcome of such a run says less than its word does. */
function sizeWarnings({ scenario }: LoadedScenario): readonly string[] {
  const change = sizeChangeOf(scenario);
  if (change.kind === 'none') return [];
  return [
    `${change.why}: what ${scenario.name} expects of its own size is not judged, and counts as no failure.`,
  ];
}

/** @throws {UsageError} unless the request names one scenario. */
export function loadedFor(request: ComparisonRequest, policy: string, sweep: Swept | null): LoadedScenario {
  const options = parseOptionsOf(request, policy);
  const { overrides } = options;
  const last = sweep === null ? [] : [sweepOverride(sweep, overrides)];
  const loaded = loadScenarios([request.scenario], { ...options, overrides: [...overrides, ...last] });
  const [only] = loaded;
  if (only !== undefined && loaded.length === 1) return only;
  throw new UsageError(
    `compare takes one scenario; ${request.scenario} stands for ${loaded.length}: ${loaded.map(({ named }) => named).join(', ')}`,
  );
}

/** Each warning once; where it is not for all policies, with those it is for. */
function gathered(found: readonly FoundPolicy[]): readonly string[] {
  const all = new Set(found.flatMap(({ warnings }) => warnings));
  return [...all].map((warning) => {
    const whom = found.filter(({ warnings }) => warnings.includes(warning));
    if (whom.length === found.length) return warning;
    return `${whom.map(({ policy }) => policy).join(', ')}: ${warning}`;
  });
}
