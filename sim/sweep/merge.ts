import { hasPassed } from './run-record.ts';
import type { Blob, BlobHead, BlobRun } from './blob.ts';

export interface NamedBlob {
  /** The file, for sentences. */
  readonly name: string;
  readonly blob: Blob;
}

export interface Merged {
  readonly head: BlobHead;
  /** In the order of the plan. */
  readonly runs: readonly BlobRun[];
}

export type MergeResult =
  | { readonly ok: true; readonly merged: Merged }
  /** A sentence for each thing that is wrong. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Joins the shards of one plan. All must be there, each once and whole, of one version and one plan; what is merged is
 * then what one machine would have found, to the byte.
 */
export function mergeBlobs(blobs: readonly NamedBlob[]): MergeResult {
  const [first] = blobs;
  if (first === undefined) return { ok: false, problems: ['there is nothing to merge'] };
  const { head } = first.blob;
  const problems = [
    ...foreigners(blobs, first),
    ...doubled(blobs),
    ...missing(blobs, head),
    ...blobs.flatMap(({ name, blob }) => unsound(name, blob)),
  ];
  const runs = blobs.flatMap(({ blob }) => blob.runs).toSorted((a, b) => a.run - b.run);
  if (problems.length > 0) return { ok: false, problems };
  if (!runs.every(({ run }, index) => run === index) || runs.length !== head.planned)
    return { ok: false, problems: [`the shards hold ${runs.length} runs, the plan has ${head.planned}`] };
  return { ok: true, merged: { head: { ...head, shard: { index: 1, of: 1 }, mine: head.planned }, runs } };
}

function foreigners(blobs: readonly NamedBlob[], first: NamedBlob): readonly string[] {
  const { version, plan, shard } = first.blob.head;
  return blobs.flatMap(({ name, blob: { head } }) => {
    if (head.version !== version)
      return [`${name} is of Petrel ${head.version}, and ${first.name} of ${version}`];
    if (head.plan !== plan) return [`${name} is of another plan than ${first.name}`];
    if (head.shard.of !== shard.of)
      return [`${name} is one of ${head.shard.of} shards, and ${first.name} one of ${shard.of}`];
    return [];
  });
}

function doubled(blobs: readonly NamedBlob[]): readonly string[] {
  const seen = new Map<number, string>();
  return blobs.flatMap(({ name, blob: { head } }) => {
    const { index, of } = head.shard;
    const other = seen.get(index);
    seen.set(index, other ?? name);
    return other === undefined ? [] : [`${name} is shard ${index}/${of}, and so is ${other}`];
  });
}

function missing(blobs: readonly NamedBlob[], { shard }: BlobHead): readonly string[] {
  const present = new Set(blobs.map(({ blob }) => blob.head.shard.index));
  const absent = Array.from({ length: shard.of }, (_, index) => index + 1).filter(
    (index) => !present.has(index),
  );
  if (absent.length === 0) return [];
  return [`shard ${absent.map((index) => `${index}/${shard.of}`).join(', ')} is missing`];
}

/** Totals are computed again and held against what each shard says of itself. */
function unsound(name: string, { head, runs, end }: Blob): readonly string[] {
  if (end === null)
    return [`${name} is not done: it holds ${runs.length} of ${head.mine} runs; go on with it first`];
  const failed = runs.filter(({ record }) => !hasPassed(record)).length;
  if (new Set(runs.map(({ run }) => run)).size !== runs.length) return [`${name} holds a run twice`];
  if (runs.length !== end.runs || runs.length !== head.mine || failed !== end.failed)
    return [
      `${name} contradicts itself: it holds ${runs.length} runs, ${failed} failed; it says ${end.runs} and ${end.failed}`,
    ];
  return [];
}
