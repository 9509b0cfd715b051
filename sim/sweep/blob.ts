import * as z from 'zod';
import type { RunRecord } from './run-record.ts';
import type { Shard } from './shards.ts';

/**
 * What a sweep has found so far, as lines of JSON: first what is run, then a line for each run as it ends, and at the end
 * a line that says that nothing is missing. It is what `merge` joins, and where an interrupted sweep goes on.
 */
const HEAD = z.object({
  petrel: z.literal('sweep'),
  version: z.string(),
  /** Of `planHash`. */
  plan: z.string().regex(/^[0-9a-f]{64}$/),
  shard: z.object({ index: z.int().min(1), of: z.int().min(1) }),
  /** Runs of the whole plan, and of this shard. */
  planned: z.int().min(0),
  mine: z.int().min(0),
  /** The plan in words, for whoever reads it. */
  scenarios: z.array(z.string()).readonly(),
  seeds: z.array(z.string()).readonly(),
});

const RUN = z.object({ run: z.int().min(0), record: z.custom<RunRecord>(isRecord) });

const END = z.object({ end: z.object({ runs: z.int().min(0), failed: z.int().min(0) }) });

export type BlobHead = Readonly<z.infer<typeof HEAD>> & { readonly shard: Shard };

export interface BlobRun {
  /** Its place in the plan. */
  readonly run: number;
  readonly record: RunRecord;
}

export interface Blob {
  readonly head: BlobHead;
  /** In the order in which they ended. */
  readonly runs: readonly BlobRun[];
  /** Totals, once all of its runs are done. */
  readonly end: { readonly runs: number; readonly failed: number } | null;
}

export type ReadBlob =
  | { readonly ok: true; readonly blob: Blob }
  | { readonly ok: false; readonly why: string };

export function blobLine(part: BlobHead | BlobRun | { readonly end: NonNullable<Blob['end']> }): string {
  return `${JSON.stringify(part)}\n`;
}

/** A last line without its end was cut off when whoever wrote it died: that run was not done. */
export function readBlob(text: string): ReadBlob {
  const lines = text.split('\n');
  lines.pop();
  const [first = '', ...rest] = lines;
  const head = HEAD.safeParse(parsed(first));
  if (!head.success) return { ok: false, why: 'line 1 is no head of a sweep' };
  const runs: BlobRun[] = [];
  let end: Blob['end'] = null;
  for (const [index, line] of rest.entries()) {
    const value = parsed(line);
    const run = RUN.safeParse(value);
    const last = END.safeParse(value);
    if (end !== null || (!run.success && !last.success))
      return { ok: false, why: `line ${index + 2} is no run of a sweep` };
    if (run.success) runs.push(run.data);
    if (last.success) end = last.data.end;
  }
  return { ok: true, blob: { head: head.data, runs, end } };
}

/** A line of a run by itself; null for any other. */
export function readRunLine(line: string): BlobRun | null {
  return RUN.safeParse(parsed(line)).data ?? null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is RunRecord {
  const record = z.object({ scenario: z.string(), seed: z.string(), outcome: z.string(), why: z.string() });
  return record.safeParse(value).success;
}
