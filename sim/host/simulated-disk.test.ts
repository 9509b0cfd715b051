import { describe, expect, test } from 'vitest';
import { describeDisk } from '../../ports/disk.contract.ts';
import { BootDisk } from './boot-disk.ts';
import { KeyedRandom } from '../random/index.ts';
import { RoughDisk } from './rough-disk.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import type { Fate } from './simulated-disk.ts';

describeDisk('simulated disk', () => {
  const disk = new SimulatedDisk();
  return {
    disk,
    reboot() {
      disk.crash(null);
      return disk;
    },
  };
});

/** Everything is on the disk, and of contents this share. */
const all = (share = 1): Fate => ({ survives: () => true, share: () => share });

/** Changes and contents survive as told, one answer after the other. */
function told(...answers: readonly boolean[]): Fate {
  let asked = 0;
  return { survives: () => answers[asked++] === true, share: () => 1 };
}

function namesAndContents(disk: SimulatedDisk): readonly string[] {
  return disk.list('').map((name) => `${name}=${disk.read(name)}`);
}

test('the content of a file was synced, its name was not: it is gone', () => {
  const disk = new SimulatedDisk();
  disk.write('a', 'content');
  disk.syncFile('a');
  disk.crash(null);
  expect(disk.list('')).toEqual([]);
});

test('the name of a file is there and its content is not: it is empty', () => {
  const disk = new SimulatedDisk();
  disk.write('a', 'content');
  // The name survives, the content does not.
  expect(disk.crash(told(true, false))).toBe(true);
  expect(namesAndContents(disk)).toEqual(['a=']);
});

test('a file that is written over is cut off, and what it held is gone', () => {
  const disk = new SimulatedDisk();
  disk.write('a', 'old content');
  disk.sync();
  disk.write('a', '0123456789');
  expect(disk.crash(all(0.55))).toBe(true);
  // 10 · 0.55 = 5.5.
  expect(disk.read('a')).toBe('01234');
});

test('what a write leaves as it was may be left whole, and the rest of it be torn', () => {
  const disk = new SimulatedDisk();
  disk.write('log', 'one\n');
  disk.sync();
  disk.write('log', 'one\nsecond\n');
  disk.write('new', 'file');
  const changed: Fate = { survives: ({ isNew }) => !isNew, share: () => 0.5, keepsBeginning: true };
  expect(disk.crash(changed)).toBe(true);
  // Of the seven characters that were added 3.5 are there; the file that never was is not.
  expect(namesAndContents(disk)).toEqual(['log=one\nsec']);
});

test('of changes that were not synced the later one may survive alone', () => {
  const disk = new SimulatedDisk();
  disk.write('a', '1');
  disk.sync();
  disk.remove('a');
  disk.write('b', '2');
  disk.crash(told(false, true, true));
  expect(namesAndContents(disk)).toEqual(['a=1', 'b=2']);
});

test.for([
  [[false], ['from=new', 'to=old']],
  [[true], ['to=new']],
] as const)('a rename is all or nothing: %j', ([answers, left]) => {
  const disk = new SimulatedDisk();
  disk.write('to', 'old');
  disk.write('from', 'new');
  disk.sync();
  disk.rename('from', 'to');
  disk.crash(told(...answers));
  expect(namesAndContents(disk)).toEqual(left);
});

test('a rename of a content that was not synced may leave nothing of either', () => {
  const disk = new SimulatedDisk();
  disk.write('to', 'old');
  disk.sync();
  disk.write('from', 'new');
  disk.rename('from', 'to');
  // The new name, the rename, and not the content.
  disk.crash(told(true, true, false));
  expect(namesAndContents(disk)).toEqual(['to=']);
});

test('a full disk takes nothing, forgets nothing, and lets go of what is removed', () => {
  const refused: string[] = [];
  const disk = new SimulatedDisk(() => refused.push('no room'));
  disk.write('a', '1');
  disk.write('b', '1');
  disk.write('c', '1');
  disk.sync();
  disk.isFull = () => true;
  disk.remove('a');
  disk.rename('c', 'd');
  disk.sync();
  expect(refused).toEqual([]);
  disk.write('b', '2');
  disk.write('e', '2');
  expect(() => disk.sync()).toThrow('ENOSPC');
  expect(() => disk.syncFile('b')).toThrow('ENOSPC');
  expect(refused).toEqual(['no room', 'no room']);
  expect(namesAndContents(disk)).toEqual(['b=2', 'd=1', 'e=2']);
  // What is not to be written any more needs no room.
  disk.remove('e');
  disk.write('b', '2');
  expect(() => disk.sync()).toThrow('ENOSPC');
  disk.isFull = () => false;
  disk.sync();
  disk.crash(null);
  expect(namesAndContents(disk)).toEqual(['b=2', 'd=1']);
});

test('a new file that is removed before there was room asks for none', () => {
  const disk = new SimulatedDisk();
  disk.isFull = () => true;
  disk.write('a', '1');
  expect(() => disk.sync()).toThrow('ENOSPC');
  disk.remove('a');
  disk.sync();
});

test('a refusal is known for what it is, also behind another error', () => {
  const disk = new SimulatedDisk();
  disk.isFull = () => true;
  disk.write('a', '1');
  let refusal: unknown;
  try {
    disk.sync();
  } catch (error) {
    refusal = error;
  }
  expect(disk.isRefusal(refusal)).toBe(true);
  expect(disk.isRefusal(new Error('not kept', { cause: refusal }))).toBe(true);
  expect(disk.isRefusal(new Error('ENOSPC'))).toBe(false);
});

test('code that outlived its boot reads, and changes nothing', () => {
  const disk = new SimulatedDisk();
  let isAlive = true;
  const boot = new BootDisk(disk, () => isAlive);
  boot.write('a', '1');
  boot.sync();
  isAlive = false;
  boot.write('a', '2');
  boot.write('b', '2');
  boot.rename('a', 'c');
  boot.remove('a');
  boot.sync();
  boot.syncFile('a');
  expect(namesAndContents(disk)).toEqual(['a=1']);
  expect([boot.read('a'), boot.list('')]).toEqual(['1', ['a']]);
});

test.for([true, false])(
  'a power cut brings back what a disk was as its copy was made (rough: %j)',
  (mayBeRough) => {
    let rolledBack = 0;
    const disk = new RoughDisk({
      mayBeRough,
      random: new KeyedRandom('copy'),
      id: 'device-001',
      injected: () => {},
      rolledBack: () => (rolledBack += 1),
    });
    const { content } = disk;
    const shown = (): string =>
      content
        .list('')
        .map((name) => `${name}=${content.read(name)}`)
        .join(' ');
    const change = (counter: string, waiting: string): void => {
      for (const name of content.list('outbox/')) content.remove(name);
      content.write('counter', counter);
      content.write(waiting, '{}');
      content.sync();
    };
    change('7', 'outbox/6');
    disk.setOldCopy(1);
    // Nothing has changed since: no cut shows that there is a copy.
    disk.crash(0, 'at rest');
    expect([shown(), rolledBack]).toEqual(['counter=7 outbox/6={}', 0]);
    change('9', 'outbox/8');
    // Told again it makes no other copy.
    disk.setOldCopy(1);
    disk.crash(1, 'at rest');
    expect([shown(), rolledBack]).toEqual(['counter=7 outbox/6={}', 1]);
    change('9', 'outbox/8');
    disk.setOldCopy(0);
    disk.crash(2, 'at rest');
    expect([shown(), rolledBack]).toEqual(['counter=9 outbox/8={}', 1]);
  },
);

describe('the power that waits for a large sync', () => {
  /** Of syncs of so many new names each, the power waiting from the fourth on: the one in which it goes. */
  function cutIn(...sizes: readonly number[]): number | undefined {
    const disk = new SimulatedDisk();
    let isGone = false;
    let made = 0;
    return sizes.findIndex((size, at) => {
      if (at === 3) {
        disk.syncsSpared = 4;
        disk.sparesNoLarge = true;
        disk.cutAtSync = () => (isGone = true);
      }
      for (let count = 0; count < size; count += 1) disk.write(`file-${(made += 1)}`, 'a');
      disk.sync();
      return isGone;
    });
  }

  test('goes in the first that has more than twice the changes of those before, on the average', () => {
    expect(cutIn(2, 2, 2, 2, 2, 5, 2, 2)).toBe(5);
    expect(cutIn(9, 2, 2, 2, 2, 9, 2, 2)).toBe(5);
  });

  test('goes in the one after those that it was to spare where none is larger', () => {
    expect(cutIn(2, 2, 2, 4, 2, 4, 2, 2)).toBe(7);
  });
});
