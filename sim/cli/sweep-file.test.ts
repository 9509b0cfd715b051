import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleRecord } from '../sweep/testing/example-record.ts';
import { openSweepFile, readSweepFile } from './sweep-file.ts';

test('what is gone on with keeps every whole line, whatever letters are in it', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'petrel-sweep-file-')), 'out.jsonl');
  const head = {
    petrel: 'sweep',
    version: '1.0.0',
    plan: 'a'.repeat(64),
    shard: { index: 1, of: 1 },
    planned: 3,
    mine: 3,
    scenarios: ['storm'],
    seeds: ['1..3'],
  } as const;
  // Three bytes a letter, as an error of code under test may have it.
  const runs = [0, 1, 2].map((run) => ({ run, record: exampleRecord({ why: '容量不足'.repeat(100) }) }));
  const begun = openSweepFile(path, head);
  for (const run of runs.slice(0, 2)) begun.add(run);
  begun.close();
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"run":2,"rec`);

  const goneOn = openSweepFile(path, head);
  expect(goneOn.done).toEqual(runs.slice(0, 2));
  for (const run of runs.slice(2)) goneOn.add(run);
  goneOn.end();
  goneOn.close();
  expect(readSweepFile(path)).toEqual({ head, runs, end: { runs: 3, failed: 0 } });
});
