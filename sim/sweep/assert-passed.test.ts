import express from 'express';
import type { Request } from 'express';
import { expect, test } from 'vitest';
import { assertPassed, builtinSubject, run, sweep } from '../index.ts';
import type { AcceptedReading, EdgeFactory } from '../index.ts';
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

/** It takes everything and keeps no key: of each reading whose answer is lost it stores two. */
const forgetful: EdgeFactory = (env) => {
  const app = express();
  app.post('/ingest', express.json(), (request: Request<unknown, unknown, AcceptedReading>, response) => {
    const reading = request.body;
    env.stored(reading);
    const { device_id, sequence_id } = reading;
    response.json({ device_id, sequence_id, status: 'accepted' });
  });
  return { handler: app, accepted: 'as-it-happens' };
};

test('violations are named with who is accused, at most three of them', async () => {
  const scenario = scenarioFrom(`
name: twice
description: A third of the answers is lost.
duration: 20s
fleet: { devices: 2, interval: 1s }
network: { answerLoss: 33% }
`);
  const ours = builtinSubject(scenario);
  const subject = { ...ours, edge: { name: 'forgetful', factory: forgetful, foreign: true } };
  const failed = await run({ scenario, seed: '1', subject, transport: 'inject' });
  let text = '';
  try {
    assertPassed(failed);
  } catch (error) {
    text = String(error);
  }
  expect(text).toMatch(/^Error: twice, seed 1: violated: /);
  expect(text.match(/^ {2}accepted-once: device-00\d, reading \d+, /gm)).toHaveLength(3);
});

test('a sweep is thrown with each kind of failure and its seeds', async () => {
  const subject = builtinSubject;
  const lossy = scenarioFrom(`${YAML}expect: { delivered: ">= 99%" }`);
  const calm = { ...scenarioFrom(`${YAML}expect: { delivered: ">= 1%" }`), name: 'calm' };
  const failed = await sweep({ scenarios: [lossy, calm], seeds: 2, subject, transport: 'direct' });
  expect(failed.records.map(({ scenario, seed }) => `${scenario} ${seed}`)).toEqual([
    'lossy 1',
    'calm 1',
    'lossy 2',
    'calm 2',
  ]);
  expect(() => assertPassed(failed)).toThrow(
    /^2 of 4 runs failed\n {2}lossy, seeds 1, 2: delivered\n {4}delivered \(wanted >= 99%, got /,
  );
  const passed = await sweep({ scenarios: [calm], seeds: ['7'], subject, transport: 'direct' });
  expect(() => assertPassed(passed)).not.toThrow();
});

test('a sweep in which something never happened that should is thrown with what it is', async () => {
  const calm = { ...scenarioFrom(`${YAML}expect: { sometimes: [late-answer] }`), name: 'calm' };
  const ours = (scenario: typeof calm) => {
    const subject = builtinSubject(scenario);
    return { ...subject, device: { ...subject.device, sometimes: ['device_crashed'] } };
  };
  const swept = await sweep({ scenarios: [calm], seeds: 1, subject: ours, transport: 'direct' });
  expect(swept.summary.failed).toBe(0);
  expect(() => assertPassed(swept)).toThrow(
    /^never in calm: late-answer\nnever in any scenario: device_crashed$/,
  );
});
