import { expect, test } from 'vitest';
import { WORLD_EPOCH_MS } from '../kernel/index.ts';
import { watched } from '../ledger/testing/watched.ts';
import type { TraceEvent } from '../trace/event.ts';
import { longestRetryAfter } from './longest-retry-after.ts';

/** Of answers of so many seconds after the world began: who gave them, and what they ask for. */
function longestOf(...answers: readonly (readonly ['edge' | 'gateway', string | null])[]): number | null {
  if (!('meter' in longestRetryAfter)) throw new Error('It has a meter of its own.');
  const { meter } = longestRetryAfter;
  const trace = answers.map(([source, retryAfter], reading): TraceEvent => {
    const asked = { device: 'device-001', reading, attempt: 0, copy: 0, status: 503, source, retryAfter };
    return { at: reading * 1_000_000, kind: 'request_answered', ...asked };
  });
  return watched(trace, meter).made.conclude();
}

test('the longest counts, in seconds or until a date', () => {
  const date = new Date(WORLD_EPOCH_MS + 91_000).toUTCString();
  expect(longestOf(['edge', '7'], ['edge', '30'], ['edge', null])).toBe(30_000);
  expect(longestOf(['edge', '7'], ['edge', date])).toBe(90_000);
});

test('what nobody can read, and what stands in front of an edge, asks for nothing', () => {
  expect(longestOf(['edge', 'soon'], ['gateway', '3600'])).toBe(0);
  expect(longestOf()).toBe(0);
});
