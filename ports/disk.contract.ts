import { describe, expect, test } from 'vitest';
import type { Disk } from './disk.ts';

/** What a kind of disk must offer to be tested: `reboot` cuts the power and gives what a new boot would get. */
export interface DiskUnderTest {
  readonly disk: Disk;
  reboot(): Disk;
}

/** The promises of the `Disk` port, run for each kind of disk. */
export function describeDisk(kind: string, open: () => DiskUnderTest): void {
  describe(`the ${kind}`, () => {
    test('reads what was written last, and nothing where nothing is', () => {
      const { disk } = open();
      expect(disk.read('a')).toBeUndefined();
      disk.write('a', 'one');
      disk.write('a', 'two');
      expect(disk.read('a')).toBe('two');
      disk.write('a', '');
      expect(disk.read('a')).toBe('');
      disk.remove('a');
      disk.remove('never there');
      expect(disk.read('a')).toBeUndefined();
    });

    test('keeps what was synced over a reboot, removals too', () => {
      const subject = open();
      subject.disk.write('kept', 'yes');
      subject.disk.write('removed', 'no');
      subject.disk.sync();
      subject.disk.remove('removed');
      subject.disk.sync();
      const disk = subject.reboot();
      expect(disk.read('kept')).toBe('yes');
      expect(disk.read('removed')).toBeUndefined();
      expect(disk.list('')).toEqual(['kept']);
    });

    test('renames, over what was there before', () => {
      const subject = open();
      subject.disk.write('a', 'old');
      subject.disk.write('b', 'new');
      subject.disk.sync();
      subject.disk.rename('b', 'a');
      subject.disk.rename('never there', 'a');
      subject.disk.rename('a', 'a');
      expect([subject.disk.read('a'), subject.disk.read('b')]).toEqual(['new', undefined]);
      subject.disk.sync();
      const disk = subject.reboot();
      expect(disk.read('a')).toBe('new');
      expect(disk.list('')).toEqual(['a']);
    });

    test('keeps the content of one file that was synced alone, where its name was durable already', () => {
      const subject = open();
      subject.disk.write('a', 'old');
      subject.disk.sync();
      subject.disk.write('a', 'new');
      subject.disk.syncFile('a');
      subject.disk.syncFile('never there');
      expect(subject.reboot().read('a')).toBe('new');
    });

    test('forgets what was not synced', () => {
      const subject = open();
      subject.disk.write('a', 'old');
      subject.disk.write('b', 'old');
      subject.disk.sync();
      subject.disk.write('a', 'new');
      subject.disk.remove('b');
      subject.disk.write('c', 'new');
      const disk = subject.reboot();
      expect(['a', 'b', 'c'].map((name) => disk.read(name))).toEqual(['old', 'old', undefined]);
      expect(disk.list('')).toEqual(['a', 'b']);
    });

    test('lists by prefix in the order of code units, what is not synced included', () => {
      const { disk } = open();
      for (const name of ['b/10', 'b/2', 'a', 'B/1', 'b/ü', 'b']) disk.write(name, 'x');
      disk.sync();
      disk.write('b/1', 'x');
      disk.remove('b/2');
      expect(disk.list('b/')).toEqual(['b/1', 'b/10', 'b/ü']);
      expect(disk.list('')).toEqual(['B/1', 'a', 'b', 'b/1', 'b/10', 'b/ü']);
      expect(disk.list()).toEqual(disk.list(''));
      expect(disk.list('nothing')).toEqual([]);
    });

    test('takes any name and any well-formed text', () => {
      const names = [
        '.',
        '..',
        '../up',
        '/etc/x',
        'a\\b',
        'A',
        'a',
        'a_0062',
        'a b',
        'NUL',
        '\u0000',
        '\n',
        'é',
        '\ud800',
        '🐦',
        'x.tmp',
      ];
      const subject = open();
      names.forEach((name, index) => subject.disk.write(name, `${index}\n"é🐦\u0000`));
      subject.disk.sync();
      const disk = subject.reboot();
      expect(names.map((name) => disk.read(name))).toEqual(names.map((_, index) => `${index}\n"é🐦\u0000`));
      expect(disk.list('')).toEqual(names.toSorted());
    });

    test('may be synced with nothing to do, and changed after a sync', () => {
      const subject = open();
      subject.disk.sync();
      subject.disk.write('a', '1');
      subject.disk.sync();
      subject.disk.sync();
      subject.disk.write('a', '2');
      subject.disk.sync();
      expect(subject.reboot().read('a')).toBe('2');
    });
  });
}
