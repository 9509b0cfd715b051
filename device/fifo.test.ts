import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';
import type { Linked } from './fifo.ts';

interface Value extends Linked<Value> {
  readonly number: number;
}

test('a fifo behaves as a list of which any element can be taken out, and put in again', () => {
  const step = fc.oneof(
    fc.constant({ kind: 'push' as const }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('again' as const), at: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const fifo = new Fifo<Value>();
      const model: Value[] = [];
      steps.forEach((what, index) => {
        if (what.kind === 'push') {
          const value: Value = { number: index, previous: null, next: null };
          model.push(value);
          fifo.push(value);
        } else {
          const [value] = model.splice(what.at % Math.max(1, model.length), 1);
          if (value === undefined) return;
          fifo.remove(value);
          if (what.kind === 'again') {
            model.push(value);
            fifo.push(value);
          }
        }
        expect([...fifo].map(({ number }) => number)).toEqual(model.map(({ number }) => number));
        expect(fifo.first).toBe(model[0] ?? null);
        expect(fifo.size).toBe(model.length);
      });
    }),
  );
});
