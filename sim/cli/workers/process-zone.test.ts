import { afterEach, expect, test } from 'vitest';
import { ProcessZone } from './process-zone.ts';

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
