import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameTable } from './name-table.ts';

test('a table of names gives what a map would give, whichever names share a place', () => {
  // Of few letters and lengths, so that many share their place.
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 3 });
  const step = fc.record({ name, value: fc.option(fc.nat()) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (script) => {
      const table = new NameTable<number>();
      const map = new Map<string, number>();
      for (const { name: key, value } of script) {
        if (value !== null) {
          table.set(key, value);
          map.set(key, value);
        }
        expect(table.get(key)).toBe(map.get(key));
        expect(table.size).toBe(map.size);
      }
      for (const [key, value] of map) expect(table.get(key)).toBe(value);
    }),
  );
});

test('a name that was put together is the name that is written out', () => {
  const table = new NameTable<number>();
  table.set('network.loss', 1);
  expect(table.get(['network', 'loss'].join('.'))).toBe(1);
});
