import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

test('a queue is an array that is pushed and shifted', () => {
  fc.assert(
    // Mostly pushes, then mostly takes, so that it grows beyond its slack and gives it back.
    fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (steps) => {
      const queue = new Queue<number>();
      const model: number[] = [];
      steps.forEach((takes, number) => {
        if (takes) expect(queue.take()).toBe(model.shift());
        else {
          queue.push(number);
          model.push(number);
        }
        expect([queue.size, queue.first]).toEqual([model.length, model[0]]);
      });
      while (model.length > 0) expect(queue.take()).toBe(model.shift());
      expect(queue.take()).toBeUndefined();
    }),
  );
});
