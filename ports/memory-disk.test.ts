import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDisk } from './disk.contract.ts';
import { MemoryDisk } from './memory-disk.ts';

describeDisk('memory disk', () => {
  const disk = new MemoryDisk();
  return {
    disk,
    reboot() {
      disk.crash();
      return disk;
    },
  };
});

test('an empty text is a text, and an empty name a name', () => {
  const disk = new MemoryDisk();
  disk.write('', '');
  disk.sync();
  disk.crash();
  expect(disk.read('')).toBe('');
  expect(disk.list('')).toStrictEqual(['']);
});

test('names of methods of objects are names like any other', () => {
  const disk = new MemoryDisk();
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
      const disk = new MemoryDisk();
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
