import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import { hostGlobals } from './host-globals.ts';
import { currentScope } from './scope.ts';
import { HostBench } from './testing/host-bench.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** Each opens a file, and returns how to close it. */
const WAYS: readonly (readonly [name: string, open: () => Promise<() => unknown>])[] = [
  [
    'openSync',
    async () => {
      const descriptor = fs.openSync(devNull, 'r');
      return () => fs.closeSync(descriptor);
    },
  ],
  [
    'open with a callback',
    async () => {
      const descriptor = await promisify(fs.open)(devNull, 'r');
      return () => promisify(fs.close)(descriptor);
    },
  ],
  [
    'open of fs/promises',
    async () => {
      const handle = await fsPromises.open(devNull, 'r');
      return () => handle.close();
    },
  ],
  [
    'a stream',
    async () => {
      const stream = fs.createReadStream(devNull, { autoClose: false });
      await new Promise((open) => stream.once('open', open));
      return () =>
        new Promise<void>((close) => {
          stream.close(() => close());
        });
    },
  ],
];

test.for(WAYS)('%s counts for the host that opened, until it is closed', async ([, open]) => {
  bench = new HostBench();
  onTestFinished(currentScope.followPromises());
  const [mine, theirs] = ['edge', 'device-001'].map((name) =>
    hostGlobals(new KeyedRandom('files'), name, 0, () => true),
  );
  if (mine === undefined || theirs === undefined) throw new Error('There are two hosts.');
  const counts = (): readonly number[] => [mine.holdings.openFiles.size, theirs.holdings.openFiles.size];
  const [first, second] = await currentScope.run({ globals: mine, exchange: null }, () =>
    Promise.all([open(), open()]),
  );
  expect(counts()).toEqual([2, 0]);
  await currentScope.run({ globals: theirs, exchange: null }, async () => first());
  expect(counts()).toEqual([1, 0]);
  await second();
  expect(counts()).toEqual([0, 0]);
});

test('what could not be opened is not open, and what is closed twice is refused as by Node', () => {
  bench = new HostBench();
  const globals = hostGlobals(new KeyedRandom('files'), 'edge', 0, () => true);
  currentScope.run({ globals, exchange: null }, () => {
    expect(() => fs.openSync(`${devNull}/nowhere`, 'r')).toThrow('ENOTDIR');
    const descriptor = fs.openSync(devNull, 'r');
    fs.closeSync(descriptor);
    expect(() => fs.closeSync(descriptor)).toThrow('EBADF');
  });
  expect(globals.holdings.openFiles.size).toBe(0);
});
