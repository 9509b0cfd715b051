import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { loadScenario, overridesFrom } from '../../scenario/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { UsageError } from '../usage-error.ts';
import type { SeedJob } from './seed-job.ts';
import { createSeedRunner } from './seed-runner.ts';

function calm(policy: string): Scenario {
  const flags = overridesFrom({ devices: 2, duration: '15s', policy, set: ['network.loss=20%'] });
  const loaded = loadScenario('calm', { overrides: flags.ok ? flags.overrides : [] });
  if (!loaded.ok) throw new Error('calm does not load');
  return loaded.scenario;
}

function job(changes: Partial<SeedJob> = {}): SeedJob {
  const policies = ['fixed', 'full-jitter'].map((policy) => ({
    policy,
    scenario: calm(policy),
    delayFactor: policy === 'fixed' ? 1 : 2,
  }));
  return {
    seed: '3',
    policies,
    span: { fromMs: 0, untilMs: 15_000, end: 'whole', horizonMs: 0 },
    edge: undefined,
    device: undefined,
    transport: 'direct',
    interleave: true,
    shuffleTies: false,
    ...changes,
  };
}

function moduleWith(text: string): string {
  const file = join(scratchFolder('worker'), 'mine.mjs');
  writeFileSync(file, text);
  return file;
}

const threads = createSeedRunner(2, false);
const here = createSeedRunner(1, false);
afterAll(() => threads.close());

test('one job waits for the first thread that is free, and none where there is one thread or each job has its own', () => {
  expect([threads.atOnce, here.atOnce, createSeedRunner(2, true).atOnce]).toEqual([3, 1, 2]);
});

describe('runs in other threads', () => {
  test('give the same as those in this one', async () => {
    const jobs = ['1', '2', '3'].map((seed) => job({ seed }));
    const [there, own] = [[], []] as [unknown[], unknown[]];
    for (const each of await Promise.all(jobs.map((each) => threads.run(each)))) there.push(each);
    for (const each of jobs) own.push(await here.run(each));
    expect(there).toEqual(own);
    expect(there[0]).toMatchObject({
      replications: [
        { policy: 'fixed', seed: '1' },
        { policy: 'full-jitter', seed: '1' },
      ],
    });
  });

  test('refuse a module in the same words', async () => {
    const device = moduleWith('export const nothing = 1;');
    const refused = threads.run(job({ device })).catch((error: unknown) => error);
    expect(await refused).toBeInstanceOf(UsageError);
    expect(await refused).toEqual(await here.run(job({ device })).catch((error: unknown) => error));
    expect(String(await refused)).toContain('it exports nothing. Export createDevice(env).');
  });

  test('say which seed and policy met a fault of the harness', async () => {
    const policies = [{ policy: 'fixed', scenario: {} as Scenario, delayFactor: 1 }];
    const fault = threads.run(job({ policies })).catch((error: unknown) => error);
    expect(await fault).not.toBeInstanceOf(UsageError);
    expect(String(await fault)).toContain('seed 3, policy fixed: ');
  });

  test('whose thread ends before they do are told in a sentence', async () => {
    const brief = createSeedRunner(2, false);
    const ended = brief.run(job()).catch((error: unknown) => error);
    await brief.close();
    expect(await ended).toBeInstanceOf(UsageError);
    expect(String(await ended)).toContain('seed 3: its thread ended before the run did: ');
  });
});
