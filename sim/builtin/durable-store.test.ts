import { expect, test } from 'vitest';
import { run } from '../run/index.ts';
import { formatScenarioError, loadScenario, overridesFrom } from '../scenario/index.ts';
import type { RunResult } from '../run/index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { builtinSubject } from './builtin-subject.ts';

function edgeRestart(...set: readonly string[]): Promise<RunResult> {
  const flags = overridesFrom({ set });
  if (!flags.ok) throw new Error(flags.errors.map(formatScenarioError).join('\n'));
  const loaded = loadScenario('edge-restart', { overrides: flags.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  const { scenario } = loaded;
  return run({ scenario, seed: '1', subject: builtinSubject(scenario), transport: 'direct' });
}

/** Asked for once, by several tests. */
const durable = edgeRestart('edge.store=sqlite');

const violated = ({ invariants }: RunResult): readonly string[] =>
  invariants.flatMap(({ name, verdict }) => (verdict.kind === 'violated' ? [name] : []));

test('an edge that restarts stores nothing twice with SQLite, and does with memory', async () => {
  expect(violated(await edgeRestart())).toStrictEqual(['accepted-once']);
  expect(violated(await durable)).toStrictEqual([]);
  const acceptedOnce = (await durable).invariants.find(({ name }) => name === 'accepted-once');
  expect(acceptedOnce?.verdict.kind).toBe('held');
});

test('the same seed gives the same run, on another disk', async () => {
  expect((await edgeRestart('edge.store=sqlite')).fingerprint).toBe((await durable).fingerprint);
});

test('an answer waits for the sync', async () => {
  const [quick, slow] = [await durable, await edgeRestart('edge.store={ kind: sqlite, sync: 504ms }')];
  // 500 ms more for each; half of the readings and more get through at their first attempt.
  expect(slow.latency.p50Ms).toBeGreaterThanOrEqual(Number(quick.latency.p50Ms) + 450);
  expect(slow.latency.p50Ms).toBeLessThanOrEqual(Number(quick.latency.p50Ms) + 1000);
});

// A reading leaves at 1 s, comes 20 ms later, and is on the disk after a sync of 4 ms; the answer takes 20 ms more.
test.for([1_019, 1_020, 1_021, 1_023, 1_024, 1_025, 1_043, 1_044, 1_045])(
  'a crash at %d ms, wherever that is in the life of a commit, loses nothing and stores nothing twice',
  async (crashMs) => {
    const scenario = scenarioFrom(`
name: commit
duration: 2s
fleet: { devices: 1, interval: 1s }
network: { latency: 20ms }
edge: { store: { kind: sqlite, sync: 4ms } }
timeline: [{ at: ${crashMs}ms, for: 100ms, edge: { restart: true } }]
expect: { delivered: '= 100%', acceptedTwice: '= 0' }
`);
    const storedMs: number[] = [];
    const result = await run({
      scenario,
      seed: '1',
      subject: builtinSubject(scenario),
      transport: 'direct',
      onEvent: (event) => {
        if (event.kind === 'reading_stored' && event.reading === 1) storedMs.push(event.at / 1_000);
      },
    });
    expect(result.outcome).toBe('passed');
    expect(storedMs).toHaveLength(1);
    // At one instant the machine goes down first.
    expect(storedMs[0] === 1_024).toBe(crashMs > 1_024);
  },
);
