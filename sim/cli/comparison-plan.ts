import { sizeChangeOf } from '../expect/index.ts';
import { delayFactors, meanTotalDelayMs } from '../explore/index.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import type { ParseOptions } from '../scenario/index.ts';
import type { ComparisonRequest } from './comparison-request.ts';
import { loadScenarios } from './load-scenarios.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { loadSubject, twoDevices } from './load-subject.ts';
import { parseOptionsOf } from './subject-flags.ts';
import { sweepOverride } from './sweep.ts';
import { UsageError } from './usage-error.ts';
import { looksLikeFile } from './user-module.ts';
import type { PolicyJob } from './workers/seed-job.ts';

export interface PlannedPolicy extends PolicyJob {
  /** Of the delays as they will be, after scaling; null for a policy that never gives up. */
  readonly meanTotalDelayMs: number | null;
  readonly retriesMax: number | null;
}

/** Policies that will meet the same storms: all that is known before the first run. */
export interface PlannedComparison {
  readonly scenario: string;
  readonly devices: number;
  /** `path` is that of the setting in a scenario, `setting` what it was called. */
  readonly sweep: { readonly setting: string; readonly path: string; readonly value: string } | null;
  readonly policies: readonly PlannedPolicy[];
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
  const totals = new TotalDelays();
  for (const value of request.sweep?.values ?? [null]) plans.push(await planned(request, value, totals));
  return plans;
}

/** Mean total delays, each simulated once: a sweep asks for the same ones again and again. */
class TotalDelays {
  readonly #known = new Map<string, number | null>();

  /** `key` names the policy with its settings. */
  of(key: string, policy: RetryPolicy): number | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let totalMs: number | null;
    try {
      totalMs = meanTotalDelayMs(policy);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`--policies: ${policy.name} threw while its delays were tried out: ${reason}`);
    }
    this.#known.set(key, totalMs);
    return totalMs;
  }
}

const NOTHING_FOREIGN = { edge: undefined, device: undefined };

interface FoundPolicy {
  readonly loaded: LoadedScenario;
  readonly policy: RetryPolicy;
  /** Its module has a device too, which keeps the policy by itself. */
  readonly bringsDevice: boolean;
}

async function planned(
  request: ComparisonRequest,
  value: string | null,
  totalDelays: TotalDelays,
): Promise<PlannedComparison> {
  const { policies, baseline, normalize } = request;
  const found: FoundPolicy[] = [];
  for (const [index, policy] of policies.entries()) {
    const loaded = loadedFor(request, policy, value);
    // Edge and device are the same for all: looked at once.
    const { edge, device } = index === 0 ? request : NOTHING_FOREIGN;
    const subject = await loadSubject({ edge, device, policy }, loaded.scenario);
    const bringsDevice = device === undefined && subject.device.foreign;
    if (bringsDevice && request.device !== undefined) throw twoDevices(policy, request.device);
    found.push({ loaded, policy: subject.policy, bringsDevice });
  }
  const totals = found.map(({ loaded, policy, bringsDevice }, index) => {
    const named = policies[index] ?? '';
    const key = looksLikeFile(named) ? named : JSON.stringify(loaded.scenario.device.policy);
    return { policy: named, meanTotalDelayMs: totalDelays.of(key, policy), bringsDevice };
  });
  const scaling = normalize ? delayFactors(totals, baseline) : null;
  if (scaling?.kind === 'impossible') {
    throw new UsageError(
      `--normalize: nothing can be made to wait as long as ${baseline}, for ${scaling.why}. Give another --baseline.`,
    );
  }
  const [first] = found;
  return {
    scenario: first?.loaded.scenario.name ?? request.scenario,
    devices: first?.loaded.scenario.fleet.devices ?? 0,
    sweep:
      request.sweep === null || value === null
        ? null
        : { setting: request.sweep.setting, path: request.sweep.path, value },
    policies: found.map(({ loaded, policy }, index) => {
      const delayFactor = scaling?.factors[index] ?? 1;
      const totalMs = totals[index]?.meanTotalDelayMs ?? null;
      const named = policies[index] ?? '';
      return {
        policy: named,
        scenario: loaded.scenario,
        delayFactor,
        meanTotalDelayMs: totalMs === null ? null : totalMs * delayFactor,
        retriesMax: Number.isFinite(policy.retriesMax) ? policy.retriesMax : null,
      };
    }),
    scenarioWarnings: gathered(
      policies,
      found.map(({ loaded }) => loaded.warnings),
    ),
    warnings: [
      ...(scaling?.leftAlone ?? []).map(
        ({ policy, why }) => `${policy} is not scaled to the delays of ${baseline}: ${why}.`,
      ),
      ...(first === undefined ? [] : sizeWarnings(first.loaded)),
    ],
  };
}

/** An outcome of such a run says less than its word does. */
function sizeWarnings({ scenario }: LoadedScenario): readonly string[] {
  const change = sizeChangeOf(scenario);
  if (change.kind === 'none') return [];
  return [
    `${change.why}: what ${scenario.name} expects of its own size is not judged, and counts as no failure.`,
  ];
}

function loadedFor(request: ComparisonRequest, policy: string, value: string | null): LoadedScenario {
  const loaded = loadScenarios([request.scenario], parseOptions(request, policy, value));
  const [only] = loaded;
  if (only !== undefined && loaded.length === 1) return only;
  throw new UsageError(
    `compare takes one scenario; ${request.scenario} stands for ${loaded.length}: ${loaded.map(({ named }) => named).join(', ')}`,
  );
}

function parseOptions(request: ComparisonRequest, policy: string, value: string | null): ParseOptions {
  const { sweep } = request;
  const { overrides, force } = parseOptionsOf(request, policy);
  const last = sweep === null || value === null ? [] : [sweepOverride(sweep, value, overrides)];
  return { overrides: [...overrides, ...last], force };
}

/** Each warning once; where it is not for all policies, with those it is for. */
function gathered(policies: readonly string[], warnings: readonly (readonly string[])[]): readonly string[] {
  const forWhom = new Map<string, string[]>();
  for (const [index, ofOne] of warnings.entries()) {
    for (const warning of ofOne) {
      const whom = forWhom.get(warning) ?? [];
      forWhom.set(warning, [...whom, policies[index] ?? '']);
    }
  }
  return [...forWhom].map(([warning, whom]) =>
    whom.length === policies.length ? warning : `${whom.join(', ')}: ${warning}`,
  );
}
