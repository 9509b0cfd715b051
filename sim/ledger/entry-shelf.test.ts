import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceBook } from './device-book.ts';
import { EntryShelf } from './entry-shelf.ts';
import { EntryState } from './reading-entry.ts';

const BOOK = new DeviceBook('device-001', { open: 0 });
const entryOf = (reading: number): EntryState => new EntryState(BOOK, reading, false);

/** Numbers as our own device gives them, one after another, and as others may. */
const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 2, arbitrary: fc.integer({ min: 4_000, max: 9_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 2 ** 31, 2 ** 53 - 1) },
);
const steps = fc.array(fc.record({ takes: fc.boolean(), reading: number }), { maxLength: 200 });

test('a shelf holds what a map by number would hold, whatever the numbers are', () => {
  fc.assert(
    fc.property(steps, (script) => {
      const shelf = new EntryShelf();
      const map = new Map<number, EntryState>();
      for (const { takes, reading } of script) {
        if (takes) {
          const entry = entryOf(reading);
          shelf.set(entry);
          map.set(reading, entry);
        } else {
          shelf.delete(reading);
          map.delete(reading);
        }
        expect(shelf.size).toBe(map.size);
        expect(shelf.get(reading)).toBe(map.get(reading));
        expect(shelf.has(reading + 1)).toBe(map.has(reading + 1));
      }
      const byNumber = (a: EntryState, b: EntryState): number => a.reading - b.reading;
      expect([...shelf.values()].sort(byNumber)).toEqual([...map.values()].sort(byNumber));
      for (const [reading, entry] of map) expect(shelf.get(reading)).toBe(entry);
    }),
  );
});

test('an entry that stays while thousands pass by is found still', () => {
  const shelf = new EntryShelf();
  const first = entryOf(0);
  shelf.set(first);
  for (let reading = 1; reading <= 20_000; reading += 1) {
    shelf.set(entryOf(reading));
    if (reading > 3) shelf.delete(reading - 3);
  }
  expect(shelf.get(0)).toBe(first);
  // The first one, and the last three.
  expect([...shelf.values()].map(({ reading }) => reading)).toEqual([19_998, 19_999, 20_000, 0]);
});
