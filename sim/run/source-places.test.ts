import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeThrown } from './source-places.ts';

function thrownAt(...places: readonly string[]): Error {
  const error = new Error('no room');
  error.stack = ['Error: no room', ...places.map((place) => `    at ${place}`)].join('\n');
  return error;
}

const OURS = `Disk.write (${join(import.meta.dirname, '../host/simulated-disk.ts')}:208:21)`;
const NODES = 'process.processTicks (node:internal/process/task_queues:95:5)';
const THEIRS = 'save (/home/me/app/node_modules/lib/index.js:1:1)';

test.for([
  {
    what: 'who asked a disk of ours',
    places: [OURS, 'save (/app/store.ts:3:7)', NODES],
    at: 'save (/app/store.ts:3:7)',
  },
  {
    what: 'who asked a package',
    places: [THEIRS, 'save (/app/store.ts:3:7)'],
    at: 'save (/app/store.ts:3:7)',
  },
  { what: 'ourselves, where nobody asked', places: [OURS, NODES], at: OURS },
  { what: 'nobody, where there is Node alone', places: [NODES], at: null },
])('the place of an error is that of $what', ({ places, at }) => {
  expect(placeThrown(thrownAt(...places))).toBe(at === null ? null : `at ${at}`);
});
