import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { blobLine } from '../../sweep/index.ts';
import { exampleRecord } from '../../sweep/testing/example-record.ts';
import { openSweepFile, readSweepFile } from './sweep-file.ts';

const HEAD = {
  petrel: 'sweep',
  version: '1.0.0',
  plan: 'a'.repeat(64),
  shard: { index: 1, of: 1 },
  planned: 3,
  mine: 3,
  scenarios: ['storm'],
  seeds: ['1..3'],
} as const;

function newFile(): string {
  return join(scratchFolder('sweep-file'), 'out.jsonl');
}

test('what is gone on with keeps every whole line, whatever letters are in it', async () => {
  const path = newFile();
  // Three bytes a letter, as an error of code under test may have it.
  const runs = [0, 1, 2].map((run) => ({ run, record: exampleRecord({ why: '容量不足'.repeat(100) }) }));
  const begun = await openSweepFile(path, HEAD);
  for (const run of runs.slice(0, 2)) begun.add(run);
  await begun.close();
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"run":2,"rec`);

  const goneOn = await openSweepFile(path, HEAD);
  expect(goneOn.done).toEqual(runs.slice(0, 2));
  for (const run of runs.slice(2)) goneOn.add(run);
  goneOn.end();
  await goneOn.close();
  expect(readSweepFile(path)).toEqual({ head: HEAD, runs, end: { runs: 3, failed: 0 } });
});

test('two sweeps do not write to one file at once, by whatever path', async () => {
  const path = newFile();
  const begun = await openSweepFile(path, HEAD);
  symlinkSync(path, `${path}.link`);
  await expect(openSweepFile(`${path}.link`, HEAD)).rejects.toThrow('another sweep is writing to it');
  await begun.close();
  await (await openSweepFile(`${path}.link`, HEAD)).close();
});

test('a file that holds a run twice is not gone on with', async () => {
  const path = newFile();
  const run = { run: 0, record: exampleRecord() };
  writeFileSync(path, [HEAD, run, run].map(blobLine).join(''));
  await expect(openSweepFile(path, HEAD)).rejects.toThrow("can't be gone on with: it holds a run twice");
});
