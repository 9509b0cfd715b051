import { declarationOf } from '../../device/policy/policies.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import { FAULT_NAMES, FAULTS } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import { printDuration } from '../../settings/duration.ts';
import type { Path } from '../../settings/problem.ts';
import { walk } from '../../settings/walk.ts';
import { contradictionsIn, printContradiction } from './contradictions.ts';
import { partsOf } from './groups.ts';
import { policyHorizonMs, printHorizon, RETRIES_COUNTED, retryHorizon } from './retry-horizon.ts';
import { saidOfWindow } from './said-of-window.ts';
import { SCENARIO_SETTINGS } from './scenario-settings.ts';
import { saidOfScenario } from './scenario-to-plain.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioWarning } from './scenario-error.ts';

export interface Advice {
  readonly code: ScenarioWarning['code'];
  readonly path: Path;
  readonly message: string;
}

/** What is allowed, but probably not meant. */
export function adviceFor(scenario: Scenario): readonly Advice[] {
  return [
    ...ttlAdvice(scenario),
    ...faultAdvice(scenario),
    ...boundAdvice(scenario),
    ...limitAdvice(scenario),
    ...retryAfterAdvice(scenario),
  ];
}

function ttlAdvice(scenario: Scenario): readonly Advice[] {
  const { ttlMs } = scenario.edge.dedupe;
  const horizon = retryHorizon(scenario);
  if (ttlMs >= horizon.totalMs || expectsTwice(scenario)) return [];
  if (horizon.totalMs === Infinity) return unboundedAdvice(scenario);
  const message =
    `the edge forgets a reading after ${printDuration(ttlMs)}, but a request for it may still come after ` +
    `${printDuration(horizon.totalMs)}: ${printHorizon(horizon)}. What comes later is stored a second time. ` +
    `Raise edge.dedupe.ttl to ${printDuration(horizon.totalMs)} or more, or expect the violation of accepted-once.`;
  return [{ code: 'ttl-below-horizon', path: ['edge', 'dedupe', 'ttl'], message }];
}

/** Who expects the broken promise knows. */
function expectsTwice({ expect }: Scenario): boolean {
  const { violations, mayBreak, builtIn, ownPolicy } = expect;
  return [...violations, ...mayBreak, ...builtIn.violations, ...ownPolicy.violations].some(
    ({ invariant }) => invariant === 'accepted-once',
  );
}

/**
 * The same of our edge and a policy that a user brings, as a warning. Within one run a request can be no later than its end.
 */
export function ttlWarnings(scenario: Scenario, policy: RetryPolicy): readonly string[] {
  const { durationMs, drain, edge } = scenario;
  const latestMs = Math.min(policyHorizonMs(scenario, policy), durationMs + drain.withinMs);
  if (edge.dedupe.ttlMs >= latestMs || expectsTwice(scenario)) return [];
  return [
    `edge.dedupe.ttl: the edge forgets a reading after ${printDuration(edge.dedupe.ttlMs)}, but by the policy ` +
      `${policy.name} a request for it may still come after ${printDuration(latestMs)}. What comes later is stored a second ` +
      `time. Raise edge.dedupe.ttl to ${printDuration(latestMs)} or more.`,
  ];
}

/** What a client may well be asked to wait, and no more than it may want to shorten it to. */
const ASKED_MS = 30_000;

/** Far enough for any cap. */
const RETRIES_LOOKED_AT = 64;

/** What a timer of Node counts at most: after more it fires at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

function inDays(ms: number): string {
  return `${(ms / 86_400_000).toFixed(1)} days`;
}

/** What is odd in the delays of a policy that a user brings, though it keeps its own bounds. */
export function delayWarnings(policy: RetryPolicy): readonly string[] {
  return [...timerWarning(policy), ...jitterWarning(policy), ...retryAfterWarning(policy)];
}

/** It handles Retry-After, and comes back much sooner all the same. */
function retryAfterWarning(policy: RetryPolicy): readonly string[] {
  if (policy.handlesRetryAfter !== true || policy.retriesMax === 0) return [];
  const { max } = policy.delayBoundsMs(0, { status: 503, retryAfterMs: ASKED_MS });
  if (max >= ASKED_MS) return [];
  return [
    `policy ${policy.name}: where Retry-After asks for ${printDuration(ASKED_MS)}, it comes back after ${printDuration(max)} at the ` +
      'latest, and may have used up its retries by then. Leave handlesRetryAfter out, and it waits for as long as it is asked to.',
  ];
}

/** A cap that is put on a delay with its jitter leaves none of it: whoever fails in one instant comes back in one. */
function jitterWarning(policy: RetryPolicy): readonly string[] {
  const spans = Array.from({ length: Math.min(policy.retriesMax, RETRIES_LOOKED_AT) }, (_, retry) =>
    policy.delayBoundsMs(retry),
  );
  const from = spans.findLastIndex(({ min, max }) => max > min) + 1;
  const fixed = spans[from];
  if (from === 0 || fixed === undefined || fixed.max === 0) return [];
  return [
    `policy ${policy.name}: its jitter ends with retry ${from}. All that fail in one instant come back in one from then on, ` +
      `${printDuration(fixed.max)} later. Put the jitter on what the cap leaves.`,
  ];
}

/** It grows past what a timer can wait for. */
function timerWarning(policy: RetryPolicy): readonly string[] {
  for (let retry = 0; retry < Math.min(policy.retriesMax, RETRIES_COUNTED); retry += 1) {
    const { max } = policy.delayBoundsMs(retry);
    if (max > TIMER_MS_MAX)
      return [
        `policy ${policy.name}: before retry ${retry + 1} it waits for up to ${inDays(max)}, and a timer of Node that is to wait for ` +
          `more than ${inDays(TIMER_MS_MAX)} fires at once. Give it a cap.`,
      ];
  }
  return [];
}

/** Within one run a request can be no later than its end: a TTL as long as the run is long enough. */
function unboundedAdvice({ device, durationMs, drain, edge }: Scenario): readonly Advice[] {
  const runMs = durationMs + drain.withinMs;
  const { ttlMs } = edge.dedupe;
  if (ttlMs >= runMs) return [];
  const why = declarationOf(device.policy.name).unbounded?.why ?? 'never gives up';
  const message =
    `the edge forgets a reading after ${printDuration(ttlMs)}, but there is no longest time after which a request for ` +
    `it may still come: ${device.policy.name} ${why}. What comes later is ` +
    `stored a second time. Raise edge.dedupe.ttl to ${printDuration(runMs)} or more, which is as long as this run can ` +
    'take, or expect the violation of accepted-once.';
  return [{ code: 'ttl-below-horizon', path: ['edge', 'dedupe', 'ttl'], message }];
}

function faultAdvice(scenario: Scenario): readonly Advice[] {
  const on = faultsTurnedOn(scenario);
  return scenario.expect.faults
    .filter(({ fault }) => !on.has(fault))
    .map(({ fault }) => ({
      code: 'fault-never-on',
      path: ['expect', 'faults'],
      message: `${fault} is expected, but nothing turns it on: this run can only fail.`,
    }));
}

function boundAdvice({ expect }: Scenario): readonly Advice[] {
  return contradictionsIn(expect).map((contradiction) => ({
    code: 'bounds-contradict',
    path: contradiction.path,
    message: printContradiction(contradiction),
  }));
}

function limitAdvice({ limits, durationMs, drain }: Scenario): readonly Advice[] {
  if (limits.virtualMs >= durationMs + drain.withinMs) return [];
  const message =
    `the limit of ${printDuration(limits.virtualMs)} is below duration and drain together ` +
    `(${printDuration(durationMs)} + ${printDuration(drain.withinMs)}): the run may be stopped before its end.`;
  return [{ code: 'virtual-limit-too-short', path: ['limits', 'virtual'], message }];
}

/** The header knows whole seconds only (RFC 9110, 10.2.3). */
function retryAfterAdvice(scenario: Scenario): readonly Advice[] {
  return [...walk(SCENARIO_SETTINGS, saidOfScenario(scenario))].flatMap(
    ({ value, path }): readonly Advice[] => {
      if (path.at(-1) !== 'retryAfter' || typeof value !== 'number' || value % 1_000 === 0) return [];
      const message =
        `a Retry-After header says whole seconds, so ${printDuration(value)} is sent as ` +
        `${printDuration(Math.ceil(value / 1_000) * 1_000)}, and clients wait that long.`;
      return [{ code: 'retry-after-rounded', path, message }];
    },
  );
}

/** Faults that are on in the base or in a window. */
function faultsTurnedOn(scenario: Scenario): ReadonlySet<string> {
  const spans = [...partsOf(scenario).map((part) => part.scenario), ...scenario.timeline.map(saidOfWindow)];
  const on = FAULT_NAMES.filter((name) => {
    const { player, key, isOn }: Fault = FAULTS[name];
    return spans.some((settings) =>
      isOn(new Map<string, unknown>(Object.entries(settings[player] ?? {})).get(key)),
    );
  });
  return new Set(on);
}
