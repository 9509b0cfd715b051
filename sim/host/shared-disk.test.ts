import { expect, test } from 'vitest';
import { MemoryDisk } from '../../ports/index.ts';
import { describeDisk } from '../../ports/disk.contract.ts';
import { SharedDisk } from './shared-disk.ts';

describeDisk('a disk that several machines have', () => {
  const disk = new SharedDisk(new MemoryDisk());
  return {
    disk,
    reboot() {
      disk.crash();
      return disk;
    },
  };
});

test('what a machine has written is there for another once it has synced', () => {
  const shared = new MemoryDisk();
  const [one, other] = [new SharedDisk(shared), new SharedDisk(shared)];
  one.write('a', '1');
  expect([one.read('a'), other.read('a'), other.list('')]).toStrictEqual(['1', undefined, []]);
  one.sync();
  expect([other.read('a'), other.list('')]).toStrictEqual(['1', ['a']]);
});

test('the crash of a machine takes nothing of what another has written and not synced', () => {
  const shared = new MemoryDisk();
  const [one, other] = [new SharedDisk(shared), new SharedDisk(shared)];
  one.write('a', '1');
  other.write('b', '2');
  one.crash();
  other.sync();
  expect([one.read('a'), one.read('b')]).toStrictEqual([undefined, '2']);
});
