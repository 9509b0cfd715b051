import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenList } from './open-list.ts';
import type { Listed } from './open-list.ts';

class Item implements Listed<Item> {
  previous: Item | null = null;
  next: Item | null = null;
  listed = false;
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

test('a list holds what a set would hold, in the same order', () => {
  const step = fc.record({ opens: fc.boolean(), number: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (script) => {
      const items = Array.from({ length: 10 }, (_, number) => new Item(number));
      const list = new OpenList<Item>();
      const set = new Set<number>();
      for (const { opens, number } of script) {
        const item = items[number];
        if (item === undefined) throw new Error('no item');
        if (!opens) expect(list.remove(item)).toBe(set.delete(number));
        else if (!set.has(number)) {
          list.add(item);
          set.add(number);
        }
        expect([...list].map((item) => item.number)).toEqual([...set]);
        expect([list.size, list.first?.number]).toEqual([set.size, [...set][0]]);
      }
      expect(list.takeAll().map(({ number }) => number)).toEqual([...set]);
      expect([list.size, list.first]).toEqual([0, null]);
    }),
  );
});
