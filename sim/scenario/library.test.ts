import { expect, test } from 'vitest';
import { checkNamesUnique } from './check-names-unique.ts';
import { loadScenario } from './library.ts';
import { listScenarios } from './scenario-directory.ts';
import { formatScenarioError } from './scenario-error.ts';

test.for(listScenarios())(
  '$name is a good scenario under the name of its file, without a warning',
  ({ name }) => {
    expect(loadScenario(name)).toMatchObject({ ok: true, scenario: { name }, warnings: [] });
  },
);

test.for(listScenarios())('$name says what it proves, and which faults must show', ({ name }) => {
  const result = loadScenario(name);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const { description, expect: expectations } = result.scenario;
  expect(description.length).toBeGreaterThan(40);
  expect(expectations.metrics.length).toBeGreaterThan(0);
  // calm is the one in which nothing must happen.
  expect(expectations.faults.length > 0).toBe(name !== 'calm');
});

test('no two of them have one name', () => {
  const loaded = listScenarios().flatMap(({ name }) => {
    const result = loadScenario(name);
    return result.ok ? [result] : [];
  });
  expect(loaded).toHaveLength(listScenarios().length);
  expect(checkNamesUnique(loaded)).toEqual([]);
});

test('a name that does not exist is an error with a suggestion', () => {
  expect(loadScenario('strom')).toMatchObject({
    ok: false,
    errors: [{ code: 'unknown-scenario', file: 'strom', hint: 'did you mean storm?' }],
  });
});

test('a name that does not exist is shown without a line and a column', () => {
  const result = loadScenario('strom');
  const lines = result.ok ? [] : result.errors.map(formatScenarioError);
  expect(lines).toEqual([expect.stringMatching(/^strom: found no scenario of this name; /)]);
});

test('a path is a file, also when its name is that of a scenario', () => {
  expect(loadScenario('./storm')).toMatchObject({
    ok: false,
    errors: [{ code: 'unreadable', file: './storm' }],
  });
});
