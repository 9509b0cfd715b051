import fc from 'fast-check';
import { expect, test } from 'vitest';
import { message } from '../testing/test-edge.ts';
import { MemoryReadingStore } from './memory-reading-store.ts';
import { describeReadingStore } from './reading-store.contract.ts';
import { ReadingsAtHand } from './readings-at-hand.ts';

describeReadingStore('memory', (options) => {
  // Starts at 0, which some take for "never".
  let nowMs = 0;
  const clock = { monotonic: () => nowMs, now: () => nowMs };
  const store = new MemoryReadingStore({ clock, ...options, readings: new ReadingsAtHand(clock) });
  return {
    store,
    pass: (ms) => {
      nowMs += ms;
    },
  };
});

test('agrees with a plain model over any sequence of claims, commits, releases and pauses', () => {
  const step = fc.record({
    action: fc.constantFrom('claim', 'commit', 'release', 'wait'),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    digest: fc.constantFrom('x', 'y'),
    ms: fc.nat(60),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let nowMs = 0;
      const store = new MemoryReadingStore({ clock: { monotonic: () => nowMs }, ttlMs: 100, limit: 3 });
      const model = new Map<string, { digest: string; expiresAtMs: number | null }>();
      for (const { action, key, digest, ms } of steps) {
        for (const [old, entry] of model) {
          if (entry.expiresAtMs !== null && entry.expiresAtMs <= nowMs) model.delete(old);
        }
        const entry = model.get(key);
        if (action === 'wait') nowMs += ms;
        if (action === 'release') {
          store.release(key);
          if (entry?.expiresAtMs === null) model.delete(key);
        }
        if (action === 'commit' && entry?.expiresAtMs === null) {
          store.commit(key);
          entry.expiresAtMs = nowMs + 100;
        }
        if (action === 'claim') {
          const claimed = store.claim(key, digest);
          if (entry !== undefined) {
            const committed = entry.digest === digest ? 'duplicate' : 'conflict';
            expect(claimed).toBe(entry.expiresAtMs === null ? 'in-progress' : committed);
          } else if (model.size >= 3) {
            expect(claimed).toBe('full');
          } else {
            expect(claimed).toBe('claimed');
            model.set(key, { digest, expiresAtMs: null });
          }
        }
      }
      expect(store.peak()).toBeLessThanOrEqual(3);
    }),
  );
});

test('forgets everything when closed', () => {
  const store = new MemoryReadingStore({ clock: { monotonic: () => 0 }, ttlMs: 100, limit: 3 });
  store.claim('a', 'x');
  store.commit('a');
  store.close();
  expect(store.size()).toBe(0);
  expect(store.claim('a', 'y')).toBe('claimed');
});

test('keeps a reading as long as its key, and none where nobody reads them back', () => {
  let nowMs = 0;
  const clock = { monotonic: () => nowMs, now: () => nowMs };
  const store = new MemoryReadingStore({ clock, ttlMs: 100, limit: 3, readings: new ReadingsAtHand(clock) });
  for (const number of [1, 2]) {
    store.claim(`device-001/${number}`, 'x');
    store.commit(`device-001/${number}`, message(number));
    nowMs += 60;
  }
  const page = store.page?.({ deviceId: 'device-001', after: null, limit: 10 });
  expect(page?.readings).toStrictEqual([{ ...message(2), stored_at: '1970-01-01T00:00:00.060Z' }]);
  expect(new MemoryReadingStore({ clock, ttlMs: 100, limit: 3 }).page).toBeUndefined();
});
