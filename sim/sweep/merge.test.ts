import { describe, expect, test } from 'vitest';
import { blobLine, readBlob } from './blob.ts';
import type { Blob, BlobHead, BlobRun } from './blob.ts';
import { mergeBlobs } from './merge.ts';
import type { NamedBlob } from './merge.ts';
import { brokenRecord, exampleRecord } from './testing/example-record.ts';

const RUNS: readonly BlobRun[] = Array.from({ length: 9 }, (_, run) => {
  const seed = String(run + 1);
  return { run, record: run === 4 ? brokenRecord({ seed }) : exampleRecord({ seed }) };
});

function head(changes: Partial<BlobHead> = {}): BlobHead {
  return {
    petrel: 'sweep',
    version: '1.0.0',
    plan: 'a'.repeat(64),
    shard: { index: 1, of: 1 },
    planned: RUNS.length,
    mine: RUNS.length,
    scenarios: ['storm'],
    seeds: ['1..9'],
    ...changes,
  };
}

/** One of `of` shards; its runs ended in another order than that of the plan. */
function shard(index: number, of: number, changes: Partial<BlobHead> = {}): NamedBlob {
  const runs = RUNS.filter(({ run }) => run % of === index - 1).toReversed();
  const failed = runs.filter(({ record }) => record.outcome !== 'passed').length;
  const own = head({ shard: { index, of }, mine: runs.length, ...changes });
  return { name: `${index}.jsonl`, blob: { head: own, runs, end: { runs: runs.length, failed } } };
}

function shards(of: number): NamedBlob[] {
  return Array.from({ length: of }, (_, index) => shard(index + 1, of));
}

function bytesOf(blobs: readonly NamedBlob[]): string {
  const result = mergeBlobs(blobs);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return [result.merged.head, ...result.merged.runs].map(blobLine).join('');
}

function problems(blobs: readonly NamedBlob[]): readonly string[] {
  const result = mergeBlobs(blobs);
  return result.ok ? [] : result.problems;
}

describe('merged', () => {
  test('one, two and seven shards are the same bytes, in whatever order they are named', () => {
    const one = bytesOf(shards(1));
    expect(bytesOf(shards(2))).toBe(one);
    expect(bytesOf(shards(7).toReversed())).toBe(one);
  });

  test('again, nothing changes', () => {
    const text = bytesOf(shards(2));
    const read = readBlob(`${text}${blobLine({ end: { runs: 9, failed: 1 } })}`);
    expect(read.ok && bytesOf([{ name: 'merged.jsonl', blob: read.blob }])).toBe(text);
  });
});

describe('refused', () => {
  test('a missing shard', () => {
    expect(problems(shards(3).slice(0, 2))).toEqual(['shard 3/3 is missing']);
  });

  test('a shard that is there twice', () => {
    const [first, second] = shards(2);
    if (first === undefined || second === undefined) throw new Error('two shards were made');
    expect(problems([first, second, { ...first, name: 'copy.jsonl' }])).toEqual([
      'copy.jsonl is shard 1/2, and so is 1.jsonl',
    ]);
  });

  test('a shard of another plan, version or number of shards', () => {
    expect(problems([shard(1, 2), shard(2, 2, { plan: 'b'.repeat(64) })])).toEqual([
      '2.jsonl is of another plan than 1.jsonl',
    ]);
    expect(problems([shard(1, 2), shard(2, 2, { version: '1.0.1' })])).toEqual([
      '2.jsonl is of Petrel 1.0.1, and 1.jsonl of 1.0.0',
    ]);
    expect(problems([shard(1, 2), shard(2, 3)])).toContain(
      '2.jsonl is one of 3 shards, and 1.jsonl one of 2',
    );
  });

  test('a shard that is not done', () => {
    const [first, second] = shards(2);
    if (first === undefined || second === undefined) throw new Error('two shards were made');
    const cut = { ...second, blob: { ...second.blob, end: null, runs: second.blob.runs.slice(1) } };
    expect(problems([first, cut])).toEqual([
      '2.jsonl is not done: it holds 3 of 4 runs; go on with it first',
    ]);
  });

  test('totals that do not fit what is there', () => {
    const [first, second] = shards(2);
    if (first === undefined || second === undefined) throw new Error('two shards were made');
    const lying = { ...first, blob: { ...first.blob, end: { runs: 5, failed: 0 } } };
    expect(problems([lying, second])).toEqual([
      '1.jsonl contradicts itself: it holds 5 runs, 1 failed; it says 5 and 0',
    ]);
  });
});

describe('a blob is read', () => {
  const lines = [head(), ...RUNS].map(blobLine).join('');

  test('without a last line that was cut off', () => {
    const read = readBlob(`${lines}{"run":9,"rec`);
    const blob: Blob | null = read.ok ? read.blob : null;
    expect(blob).toMatchObject({ end: null });
    expect(blob?.runs).toEqual(RUNS);
  });

  test('or refused where it is something else', () => {
    expect(readBlob('name: storm\n')).toEqual({ ok: false, why: 'line 1 is no head of a sweep' });
    expect(readBlob(`${lines}{"run":-1}\n`)).toEqual({ ok: false, why: 'line 11 is no run of a sweep' });
  });
});
