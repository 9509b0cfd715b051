import type { DeviceFactory, EdgeFactory } from '../../ports/index.ts';
import { builtinEdge, builtinSubject } from '../../sim/builtin/index.ts';
import type { InvariantName } from '../../sim/check/index.ts';
import { run } from '../../sim/run/index.ts';
import type { InvariantResult, RunResult, Subject } from '../../sim/run/index.ts';
import { loadScenario } from '../../sim/scenario/index.ts';
import type { Scenario } from '../../sim/scenario/index.ts';
import type { TransportName } from '../../sim/transport/index.ts';
import type { Canary } from './canary.ts';

export function load(name: string): Scenario {
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.scenario;
}

export type Parts = Pick<Canary, 'edge' | 'nextEdge' | 'device' | 'foreignEdge' | 'foreignDevice' | 'policy'>;

/** An edge against a device, as a canary meets it. */
export function subjectOf(
  scenario: Scenario,
  { edge, nextEdge, device, foreignEdge = false, foreignDevice = false, policy }: Parts,
): Subject {
  const own = builtinSubject(scenario);
  return {
    // Ours as the scenario needs it: where nothing makes it wait, its promises are not followed.
    edge: { name: 'edge', factory: edge === builtinEdge ? own.edge.factory : edge, foreign: foreignEdge },
    device: { name: 'device', factory: device, foreign: foreignDevice },
    policy: policy ?? own.policy,
    ...(nextEdge !== undefined && {
      next: { edge: { name: 'next edge', factory: nextEdge, foreign: foreignEdge } },
    }),
  };
}

/** The same run as over real HTTP (`transports.test.ts`), in less time. */
export function transportFor(edge: EdgeFactory): TransportName {
  return edge === builtinEdge ? 'direct' : 'inject';
}

/** One run of it. */
export function runWith(
  scenario: Scenario,
  seed: string,
  edge: EdgeFactory,
  device: DeviceFactory,
  more: Omit<Parts, 'edge' | 'device'> = {},
): Promise<RunResult> {
  const subject = subjectOf(scenario, { edge, device, ...more });
  return run({ scenario, seed, transport: transportFor(edge), subject });
}

export function resultOf({ invariants }: RunResult, name: InvariantName): InvariantResult {
  const result = invariants.find((each) => each.name === name);
  if (result === undefined) throw new Error(`The run did not judge ${name}.`);
  return result;
}

/** Whether the invariant of a canary is broken under this seed. */
export async function isCaught(canary: Canary, seed: string): Promise<boolean> {
  const { scenario, edge, device, invariant } = canary;
  const result = await runWith(load(scenario), seed, edge, device, canary);
  return resultOf(result, invariant).verdict.kind === 'violated';
}
