import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import { scenarioCalled } from './run-scenario.ts';

/**
 * A fingerprint is a contract: one that changes needs a line in CHANGELOG.md that says why. Then rewrite the file with
 * UPDATE_GOLDEN=1 npx vitest run tests/golden.test.ts
 */
const FILE = join(import.meta.dirname, 'golden', 'fingerprints.json');
const SEEDS = ['1', '42', 'petrel'];
const updating = process.env['UPDATE_GOLDEN'] === '1';

type Golden = Readonly<Record<string, Readonly<Record<string, string>>>>;

const golden: Golden = updating ? {} : (JSON.parse(readFileSync(FILE, 'utf8')) as Golden);
const seen: Record<string, Record<string, string>> = {};

const cases = listScenarios().flatMap(({ name }) => SEEDS.map((seed) => [name, seed] as const));

test.for(cases)('%s with seed %s passes, with the fingerprint it always had', async ([name, seed]) => {
  const scenario = scenarioCalled(name);
  const result = await run({ scenario, seed, subject: builtinSubject(scenario) });
  expect({ outcome: result.outcome, why: result.why }).toEqual({
    outcome: 'passed',
    why: 'every invariant held and every expectation was met',
  });
  seen[name] = { ...seen[name], [seed]: result.fingerprint };
  expect(result.fingerprint).toBe(updating ? result.fingerprint : golden[name]?.[seed]);
});

test('every scenario that has a fingerprint still exists', () => {
  const names = listScenarios().map(({ name }) => name);
  expect(Object.keys(golden).filter((name) => !names.includes(name))).toEqual([]);
});

afterAll(() => {
  if (!updating) return;
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(seen, null, 2)}\n`);
});
