import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SimulatedDisk } from './simulated-disk.ts';

test('what is written is read back at once, synced or not', () => {
  const disk = new SimulatedDisk();
  expect(disk.read('counter')).toBeUndefined();
  disk.write('counter', '1');
  expect(disk.read('counter')).toBe('1');
  disk.sync();
  disk.write('counter', '2');
  expect(disk.read('counter')).toBe('2');
});

test('a crash takes what was not synced: writes, overwrites and removals', () => {
  const disk = new SimulatedDisk();
  disk.write('kept', 'old');
  disk.write('removed', 'here');
  disk.sync();
  disk.write('kept', 'new');
  disk.write('fresh', 'never synced');
  disk.remove('removed');
  expect(disk.list('')).toStrictEqual(['fresh', 'kept']);
  disk.crash();
  expect(disk.read('kept')).toBe('old');
  expect(disk.read('fresh')).toBeUndefined();
  expect(disk.read('removed')).toBe('here');
  expect(disk.list('')).toStrictEqual(['kept', 'removed']);
});

test('an empty text is a text, and an empty name a name', () => {
  const disk = new SimulatedDisk();
  disk.write('', '');
  disk.sync();
  disk.crash();
  expect(disk.read('')).toBe('');
  expect(disk.list('')).toStrictEqual(['']);
});

test('names are listed by code unit, whatever the order they were written in', () => {
  const disk = new SimulatedDisk();
  for (const name of ['r/10', 'r/9', 'R/1', 'r/ä', 'other']) disk.write(name, 'x');
  expect(disk.list('r/')).toStrictEqual(['r/10', 'r/9', 'r/ä']);
  expect(disk.list('')).toStrictEqual(['R/1', 'other', 'r/10', 'r/9', 'r/ä']);
});

test('names of methods of objects are names like any other', () => {
  const disk = new SimulatedDisk();
  expect(disk.read('constructor')).toBeUndefined();
  disk.write('__proto__', 'x');
  disk.sync();
  expect(disk.list('')).toStrictEqual(['__proto__']);
});

const names = fc.constantFrom('a', 'a/b', 'b');
const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), name: names, content: fc.string({ maxLength: 3 }) }),
  fc.record({ do: fc.constant('remove' as const), name: names }),
  fc.record({ do: fc.constant('sync' as const) }),
  fc.record({ do: fc.constant('crash' as const) }),
);

test('a disk is two maps: what is seen, and what a crash leaves', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const disk = new SimulatedDisk();
      let seen = new Map<string, string>();
      let durable = new Map<string, string>();
      for (const one of steps) {
        switch (one.do) {
          case 'write':
            disk.write(one.name, one.content);
            seen.set(one.name, one.content);
            break;
          case 'remove':
            disk.remove(one.name);
            seen.delete(one.name);
            break;
          case 'sync':
            disk.sync();
            durable = new Map(seen);
            break;
          case 'crash':
            disk.crash();
            seen = new Map(durable);
            break;
        }
        expect(disk.list('')).toStrictEqual([...seen.keys()].toSorted());
        for (const name of ['a', 'a/b', 'b']) expect(disk.read(name)).toBe(seen.get(name));
      }
    }),
  );
});
