import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import {
  formatScenarioError,
  listScenarios,
  loadScenario,
  overridesFrom,
  printDuration,
} from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { simInTurn } from './command-session.ts';
import { withoutTiming } from './command.ts';

/** A fifth of it, but long enough for a retry or two. */
function fifthOf(durationMs: number): string {
  return printDuration(Math.max(20_000, Math.round(durationMs / 5)));
}

function scenarioWith(name: string, flags: Parameters<typeof overridesFrom>[0]): Scenario {
  const overrides = overridesFrom(flags);
  const loaded = loadScenario(name, { overrides: overrides.ok ? overrides.overrides : [] });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  return loaded.scenario;
}

const SMALLER = ['a fifth of its length', '2 devices'] as const;
const cases = listScenarios().flatMap(({ name }) => SMALLER.map((size) => [name, size] as const));

/** What a user who is in a hurry does. */
test.for(cases)('%s with %s raises no false alarm', async ([name, size]) => {
  const { durationMs } = scenarioWith(name, {});
  const flags = size === '2 devices' ? { devices: '2' } : { duration: fifthOf(durationMs) };
  const scenario = scenarioWith(name, flags);
  const result = await run({ scenario, seed: '1', subject: builtinSubject(scenario), transport: 'direct' });
  expect({ outcome: result.outcome, why: result.why }).toEqual({
    outcome: 'passed',
    why: expect.stringMatching(/^every invariant held/),
  });
  expect(result.invariants.filter(({ verdict }) => verdict.kind === 'not-observable')).toEqual([]);
  // Something is still asked of it, beyond the invariants.
  expect(result.expectations.some(({ verdict }) => verdict === 'met')).toBe(true);
});

describe('a shortened run', () => {
  const HERD = '--scenario herd --seed 1 --devices 5 --transport direct'.split(' ');

  test('says in words what was not judged, and ends with 0', async () => {
    const { code, stdout } = await simInTurn(HERD);
    expect(code).toBe(0);
    expect(stdout).toContain('written for  1,000 devices');
    expect(stdout).toMatch(/– answers503 >= 893 +0; not judged: the fleet was made smaller/);
    expect(stdout).toMatch(/– edge\.capacity seen by the client +never; not judged: the fleet was made/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'PASSED herd, seed 1: every invariant held; 3 of 7 expectations were not judged (the fleet was made smaller), the others were met',
    );
  });

  test('says so on its one line, and as a third state in JSON', async () => {
    const [quiet, json] = [await simInTurn([...HERD, '--quiet']), await simInTurn([...HERD, '--json'])];
    expect(quiet.stdout).toMatch(/^PASSED {2}herd .*3 of 7 expectations were not judged/);
    const [result] = JSON.parse(withoutTiming(json.stdout)) as [
      { expectations: { what: string; verdict: string; why: string | null }[] },
    ];
    expect(result.expectations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          what: 'answers503',
          verdict: 'not-judged',
          why: 'the fleet was made smaller',
        }),
        expect.objectContaining({ what: 'delivered', verdict: 'met', why: null }),
      ]),
    );
  });

  test('whose promise did not break says that it may only be too small', async () => {
    const { code, stdout } = await simInTurn(
      '--scenario ttl-expiry --seed 1 --devices 1 --duration 20s --transport direct'.split(' '),
    );
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      '– accepted-once violated held; not judged: the run was made smaller',
    );
    expect(stdout).toMatch(/✓ accepted-once +held/);
  });

  test('still fails for what its size cannot explain', async () => {
    // Without a retry, 95 % of what is sent is given up.
    const { code, stdout } = await simInTurn(
      '--scenario storm --seed 1 --duration 60s --set edge.overload=95% --policy none --transport direct'.split(
        ' ',
      ),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('✗ delivered >= 80%');
  });
});

test('a comparison of shortened runs says what its outcomes leave out', async () => {
  const { code, stdout } = await simInTurn(
    'compare --scenario calm --duration 10s --policies fixed,none --seeds 1,2 --workers 1 --json'.split(' '),
  );
  expect(code).toBe(0);
  const [comparison] = JSON.parse(stdout) as [{ warnings: string[] }];
  expect(comparison.warnings).toContain(
    'the run was shortened: what calm expects of its own size is not judged, and counts as no failure.',
  );
});
