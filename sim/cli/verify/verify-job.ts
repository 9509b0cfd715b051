import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Difference, Verification } from '../../explore/verification.ts';
import type { RunResult } from '../../run/index.ts';
import { differentFields, firstDivergence } from '../../trace/index.ts';
import type { Divergence } from '../../trace/index.ts';
import { inOwnProcess } from '../own-process.ts';
import type { Ended } from '../own-process.ts';
import { readTrace } from '../traces/read-trace.ts';
import { nameOf, variantsFor } from './surroundings.ts';
import type { Variant } from './surroundings.ts';
import { UsageError } from '../usage-error.ts';

/** One scenario under one seed, in the words of `run`. */
export interface VerifyJob {
  readonly scenario: string;
  readonly seed: string;
  /** What else a run is told: edge, device, policy, overrides. */
  readonly words: readonly string[];
  readonly foreignEdge: boolean;
}

/** How often both are run again to show their events: what depends on real time may not differ each time. */
const TRIES = 3;

/**
 * Runs the same in each of the variants, two at once, and compares fingerprints. The first two that differ are run again
 * with their events.
 * @throws {UsageError} where a run was refused. @throws {Error} where it did not get to a result.
 */
export async function verify(job: VerifyJob): Promise<Verification> {
  const { scenario, seed } = job;
  const variants = variantsFor(job.foreignEdge);
  const results: RunResult[] = [];
  for (let first = 0; first < variants.length; first += 2) {
    const pair = variants.slice(first, first + 2);
    results.push(...(await Promise.all(pair.map((variant) => resultOf(job, variant)))));
    const cut = results.find(endedByRealTime);
    if (cut !== undefined)
      return { scenario, seed, kind: 'inconclusive', why: `real time ended a run: ${cut.why}` };
    const difference = await firstDifference(job, variants, results);
    if (difference !== null) return { scenario, seed, kind: 'different', difference };
  }
  return {
    scenario,
    seed,
    kind: 'same',
    fingerprint: results[0]?.fingerprint ?? '',
    runs: results.length,
  };
}

async function firstDifference(
  job: VerifyJob,
  variants: readonly Variant[],
  results: readonly RunResult[],
): Promise<Difference | null> {
  for (const [index, result] of results.entries()) {
    const variant = variants[index];
    const against = variant?.against ?? -1;
    const [other, there] = [variants[against], results[against]];
    if (variant === undefined || other === undefined || there === undefined) continue;
    const difference = await differenceOf(job, [other, variant], [there, result]);
    if (difference !== null) return difference;
  }
  return null;
}

type Two<Value> = readonly [first: Value, second: Value];

async function differenceOf(
  job: VerifyJob,
  variants: Two<Variant>,
  [first, second]: Two<RunResult>,
): Promise<Difference | null> {
  const names: Two<string> = [nameOf(variants[0]), nameOf(variants[1])];
  if (first.fingerprint !== second.fingerprint)
    return { names, divergence: await divergenceOf(job, variants), fields: [] };
  const fields = differentFields(comparable(first), comparable(second));
  return fields.length === 0 ? null : { names, divergence: null, fields };
}

/** All of a result that must be the same. */
function comparable({ timing: _timing, transport: _transport, ...rest }: RunResult): object {
  return rest;
}

function endedByRealTime({ outcome, why }: RunResult): boolean {
  return outcome === 'limit-hit' && why.includes('ms of real time');
}

function wordsOf({ scenario, seed, words }: VerifyJob, { transport }: Variant): readonly string[] {
  return ['run', '--scenario', scenario, '--seed', seed, '--transport', transport, ...words];
}

async function resultOf(job: VerifyJob, variant: Variant): Promise<RunResult> {
  const ended = await inOwnProcess([...wordsOf(job, variant), '--json'], variant.surroundings);
  // Whatever it comes to: only whether it comes to the same counts here.
  const results: readonly RunResult[] = ended.stdout.startsWith('[') ? JSON.parse(ended.stdout) : [];
  const [result] = results;
  if (result === undefined) throw failure(job, variant, ended);
  return result;
}

function failure({ scenario, seed }: VerifyJob, variant: Variant, { code, stderr }: Ended): Error {
  const said = stderr.trim().replace(/^sim: /, '');
  if (code === 2) return new UsageError(said);
  return new Error(
    `${scenario}, seed ${seed} (${nameOf(variant)}): its process ended with ${code ?? 'a signal'} and no result: ${said}`,
  );
}

/** Null when both, run again, were the same each time. */
async function divergenceOf(job: VerifyJob, variants: Two<Variant>): Promise<Divergence | null> {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-verify-'));
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const [first, second] = await Promise.all([
        tracedTo(join(folder, 'first.jsonl'), job, variants[0]),
        tracedTo(join(folder, 'second.jsonl'), job, variants[1]),
      ]);
      const divergence = await firstDivergence(readTrace(first), readTrace(second));
      if (divergence !== null) return divergence;
    }
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tracedTo(file: string, job: VerifyJob, variant: Variant): Promise<string> {
  await inOwnProcess([...wordsOf(job, variant), '--quiet', '--trace', file], variant.surroundings);
  return file;
}
