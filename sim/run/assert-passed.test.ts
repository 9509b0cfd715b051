import { expect, test } from 'vitest';
import { assertPassed, builtinSubject, run } from '../index.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';

const YAML = `
name: lossy
description: Half of the requests vanish, and nobody tries again.
duration: 20s
fleet: { devices: 2, interval: 1s }
device: { policy: none }
network: { loss: 50% }
`;

async function result(expectation: string): ReturnType<typeof run> {
  const scenario = scenarioFrom(`${YAML}expect: { delivered: "${expectation}" }`);
  return run({ scenario, seed: '1', subject: builtinSubject(scenario) });
}

test('a run that passed is let through', async () => {
  const passed = await result('>= 10%');
  expect(() => assertPassed(passed)).not.toThrow();
});

test('a run that did not is thrown with the scenario, the seed and what was wanted', async () => {
  const failed = await result('>= 99%');
  expect(() => assertPassed(failed)).toThrow(/lossy, seed 1: violated: delivered \(wanted >= 99%, got /);
});
