import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { scenarioCalled } from '../../../tests/run-scenario.ts';
import type { LoneJob } from './lone-thread.ts';
import { ProcessZone } from './process-zone.ts';
import type { RunJob } from './run-job.ts';
import { JOB_FILE } from './worker-file.ts';

const zones: ProcessZone[] = [];
const processZone = (): ProcessZone => {
  const zone = new ProcessZone();
  zones.push(zone);
  return zone;
};
afterEach(() => {
  for (const zone of zones.splice(0)) zone.restore();
});

const hourAtEpoch = (): number => new Date(0).getHours();

/** Whether a promise is settled once all is done that can be done now. */
async function isThrough(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), new Promise<false>((no) => setImmediate(no, false))]);
}

test('those of one zone are in it together, and the next zone comes when the last of them has left', async () => {
  const zone = processZone();
  await zone.enter('UTC');
  await zone.enter('UTC');
  const other = zone.enter('Asia/Tokyo');
  // Behind the other zone, so that it comes in turn.
  const third = zone.enter('UTC');
  zone.leave();
  expect([await isThrough(other), hourAtEpoch()]).toEqual([false, 0]);
  zone.leave();
  // Tokyo is nine hours ahead.
  expect([await isThrough(other), await isThrough(third), hourAtEpoch()]).toEqual([true, false, 9]);
  zone.leave();
  expect([await isThrough(third), hourAtEpoch()]).toEqual([true, 0]);
});

test('the process is left in the zone that it was in', async () => {
  const before = hourAtEpoch();
  const zone = processZone();
  await zone.enter('America/Los_Angeles');
  // Eight hours behind.
  expect(hourAtEpoch()).toBe(16);
  zone.leave();
  zone.restore();
  expect(hourAtEpoch()).toBe(before);
});

/** How a run ends in a thread that nobody has given a zone, as that of a test runner. */
async function endInThread(job: RunJob): Promise<unknown> {
  const text = `import { liveAlone } from ${JSON.stringify(pathToFileURL(JOB_FILE).href)}; await liveAlone();`;
  const thread = new Worker(new URL(`data:text/javascript,${text}`), { execArgv: [] });
  const asked: LoneJob<RunJob> = { name: 'runRunJob', job, tellsEvents: false, tellsActs: false };
  try {
    return await new Promise((resolve, reject) => {
      thread.on('error', reject);
      thread.on('message', ({ kind, end }) => {
        if (kind === 'end') resolve(end);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      thread.postMessage(asked);
    });
  } finally {
    await thread.terminate();
  }
}

test('a run whose process stands elsewhere is refused in a thread, and not run there', async () => {
  const zone = processZone();
  await zone.enter('Asia/Tokyo');
  const words = { edge: './examples/express-edge.ts', device: undefined, policy: undefined };
  const job = (at: string): RunJob => ({
    words,
    scenario: scenarioCalled('calm', `zone=${at}`, 'fleet.devices=1', 'duration=20s'),
    seed: '1',
    transport: 'inject',
  });
  expect(await endInThread(job('Asia/Tokyo'))).toMatchObject({ kind: 'done', result: { outcome: 'passed' } });
  expect(await endInThread(job('Europe/Berlin'))).toMatchObject({
    kind: 'fault',
    message: expect.stringContaining('Start the process with TZ=Europe/Berlin'),
  });
});
