import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { parseScenario, scenarioToYaml } from '../sim/scenario/index.ts';
import { renderRunText } from '../reports/index.ts';
import { scenarioFrom } from './run-scenario.ts';

const TEXT = `
name: mine
description: Half of all answers are lost.
duration: 60s
fleet: { devices: 2, interval: 10s }
network: { answerLoss: 50% }
expect:
  sometimes:
    - retry-after-lost-answer
    - reboot-with-full-outbox
    - attempt_sent attempt>0
`;

test('a run counts what its scenario wants to see over many, and is not judged by it', async () => {
  const scenario = scenarioFrom(TEXT);
  const options = { scenario, seed: '1', subject: builtinSubject(scenario), transport: 'direct' } as const;
  const result = await run(options);
  expect(result.outcome).toBe('passed');
  expect(result.sometimes.map(({ name }) => name)).toEqual(scenario.expect.sometimes);
  const [retries, reboots, attempts] = result.sometimes.map(({ hits }) => hits);
  expect(retries).toBeGreaterThan(0);
  expect(reboots).toBe(0);
  // Nothing but lost answers makes anybody try again.
  expect(attempts).toBe(retries);
  const text = renderRunText(result, {
    colour: false,
    columns: 80,
    lastEvents: [],
    paste: null,
    everySetting: null,
  });
  expect(text).toMatch(
    /── Sometimes ─+\n {2}retry-after-lost-answer {2}\d+×\n {2}reboot-with-full-outbox {2}not in this run\n/,
  );
  // It takes nothing from the run.
  const { sometimes: _, ...expected } = scenario.expect;
  const plain = { ...scenario, expect: { ...expected, sometimes: [] } };
  expect((await run({ ...options, scenario: plain })).fingerprint).toBe(result.fingerprint);
});

test('a scenario with properties is written back as it was', () => {
  const scenario = scenarioFrom(TEXT);
  expect(scenarioFrom(scenarioToYaml(scenario))).toEqual(scenario);
});

test('a property that is mistyped is an error with a place and a hint', () => {
  const parsed = parseScenario(TEXT.replace('after-lost-answer', 'after-lost-anser'), 'mine.yaml');
  expect(parsed).toMatchObject({
    ok: false,
    errors: [{ line: 9, hint: expect.stringContaining('did you mean retry-after-lost-answer?') }],
  });
});
