import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';
import type { FifoNode } from './fifo.ts';

test('a fifo behaves as a list of which any element can be taken out', () => {
  const step = fc.oneof(
    fc.constant({ kind: 'push' as const }),
    fc.constant({ kind: 'shift' as const }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const fifo = new Fifo<number>();
      let model: FifoNode<number>[] = [];
      steps.forEach((what, index) => {
        if (what.kind === 'push') model.push(fifo.push(index));
        else if (what.kind === 'shift') expect(fifo.shift()).toBe(model.shift()?.value);
        else {
          const node = model[what.at % Math.max(1, model.length)];
          if (node === undefined) return;
          fifo.remove(node);
          model = model.filter((other) => other !== node);
        }
        expect([...fifo]).toEqual(model.map(({ value }) => value));
        expect(fifo.size).toBe(model.length);
      });
    }),
  );
});
