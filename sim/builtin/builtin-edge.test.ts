import { expect, test } from 'vitest';
import { run } from '../run/index.ts';
import { formatScenarioError, loadScenario, overridesFrom } from '../scenario/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { builtinEdge } from './builtin-edge.ts';
import { builtinSubject } from './builtin-subject.ts';

function storm(...set: readonly string[]): Scenario {
  const flags = overridesFrom({ set, devices: '3' });
  if (!flags.ok) throw new Error(flags.errors.map(formatScenarioError).join('\n'));
  const loaded = loadScenario('storm', { overrides: flags.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  return loaded.scenario;
}

test.for<readonly [string, readonly string[]]>([
  ['that never waits', []],
  ['that is slow', ['edge.slow={ probability: 30%, min: 1s, max: 2s }']],
  ['with a queue', ['edge.capacity={ rate: 5, concurrency: 1, queue: 20 }']],
  [
    'that is slow behind a queue',
    [
      'edge.capacity={ rate: 5, concurrency: 1, queue: 20 }',
      'edge.slow={ probability: 30%, min: 1s, max: 2s }',
    ],
  ],
  [
    'that is slow to write a contended row',
    [
      'edge.contention={ min: 10ms, max: 1s, retryAfter: 1s }',
      'edge.slow={ probability: 30%, min: 1s, max: 2s }',
    ],
  ],
])('an edge %s draws for the same exchanges, whether promises are followed or not', async ([, set]) => {
  const scenario = storm(...set);
  const subject = builtinSubject(scenario);
  const fast = await run({ scenario, seed: '1', subject });
  const followed = await run({
    scenario,
    seed: '1',
    subject: { ...subject, edge: { ...subject.edge, factory: builtinEdge } },
  });
  expect(followed.fingerprint).toBe(fast.fingerprint);
  // A draw that has lost its exchange is the same for all of them: nobody slow, or everybody.
  const { injected } = followed.faults['edge.slow'];
  expect(injected > 0 && injected < followed.exchanges).toBe(
    set.some((line) => line.startsWith('edge.slow')),
  );
});
