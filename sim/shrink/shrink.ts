import type { RunResult } from '../run/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { entriesOf, without } from './candidate.ts';
import type { Candidate, Part } from './candidate.ts';
import { failuresOf } from './failure.ts';
import type { Failure } from './failure.ts';
import { Laboratory } from './laboratory.ts';
import type { Bound, LaboratoryOptions, Notebook, Trial } from './laboratory.ts';
import { tryCandidate } from './run-candidate.ts';
import type { Recorded, RunRecorder } from './run-candidate.ts';
import { Search } from './search.ts';

export interface ShrinkOptions {
  readonly scenario: Scenario;
  /** Of the failing run. */
  readonly seed: string;
  readonly recorder: RunRecorder;
  readonly runsMax: number;
  /** Under so many other seeds the small run is repeated, to see whether anything else matters. Default: 20. */
  readonly otherSeeds?: number;
  readonly isOver: LaboratoryOptions['isOver'];
  readonly notebook?: Notebook;
  /** Hears of each finding that is made smaller, before the search for it begins. */
  readonly onSearch?: (signature: string) => void;
}

/** How one thing that acts has to do with a failure. */
export interface Explained {
  readonly part: Part;
  /** Null: a bound came first. */
  readonly isNeeded: boolean | null;
}

/** One failure, made small. */
export interface Finding {
  readonly failure: Failure;
  /** What else the small run shows, and does not show without it: most likely the same mistake, seen from elsewhere. */
  readonly alsoShows: readonly string[];
  readonly candidate: Candidate;
  readonly fingerprint: string;
  /** How many readings the small run has; 0 where nobody knows. */
  readonly readings: number;
  readonly explained: readonly Explained[];
  /** In how many of `of` runs it fails whose seeds differ in all that the schedule does not list. */
  readonly otherSeeds: { readonly failing: number; readonly of: number };
}

export type Shrinkage =
  /** There is nothing to make small. */
  | { readonly kind: 'passed'; readonly result: RunResult }
  /** The same scenario and seed gave another run, so nothing can be learned from runs. */
  | { readonly kind: 'not-deterministic'; readonly why: string }
  /** Code under test took its thread with it: what acted until then is not known. */
  | { readonly kind: 'lost'; readonly outcome: 'stalled' | 'crashed'; readonly why: string }
  /** A run in which all that acted may act, and nothing else, does not fail so. */
  | { readonly kind: 'not-reproduced'; readonly result: RunResult }
  | {
      readonly kind: 'shrunk';
      readonly result: RunResult;
      /** What acted in the failing run. */
      readonly from: Candidate;
      readonly findings: readonly Finding[];
      /** Other failures that were met on the way, each with the first candidate that showed it. */
      readonly newFindings: readonly { readonly failure: Failure; readonly candidate: Candidate }[];
      readonly runs: number;
      /** What ended the search before nothing was left to try; null: nothing is. */
      readonly bound: Bound | null;
    };

const NO_NOTES: Notebook = { read: () => null, write: () => {} };

const OTHER_SEEDS = 20;

/** Makes a failing run small: one finding for each mistake that it shows. */
export async function shrink(options: ShrinkOptions): Promise<Shrinkage> {
  const { scenario, seed, recorder } = options;
  const [first, second] = await twice(options);
  if (first.kind === 'lost') return first;
  if (failuresOf(first.result).length === 0) return { kind: 'passed', result: first.result };
  if (second.kind === 'lost' || second.result.fingerprint !== first.result.fingerprint) {
    return { kind: 'not-deterministic', why: 'two runs of this scenario and seed differ' };
  }
  const { notebook = NO_NOTES, runsMax, isOver } = options;
  const seeds = { draws: seed, rest: seed };
  const runner = {
    atOnce: recorder.atOnce,
    run: (candidate: Candidate) => tryCandidate(candidate, recorder, seeds),
  };
  const laboratory = new Laboratory({ runner, notebook, runsMax, isOver });
  const from: Candidate = { scenario, draws: first.acted, families: [], devices: null, samples: [] };
  const all = failuresOf(first.result);
  const trial = await laboratory.trial(from);
  const shown = trial === null ? all : all.filter(({ signature }) => isIn(trial, signature));
  // Code under test that draws for the purposes of faults can't be told from them.
  if (shown.length === 0) return { kind: 'not-reproduced', result: first.result };
  const findings = trial === null ? [] : await findingsOf(options, laboratory, { from, trial, all: shown });
  const known = new Set([...all.map(({ signature }) => signature), ...findings.flatMap(shownBy)]);
  const newFindings = [...laboratory.met.values()].filter(({ failure }) => !known.has(failure.signature));
  const { runs, bound } = laboratory;
  return { kind: 'shrunk', result: first.result, from, findings, newFindings, runs, bound };
}

/** The failing run, and again; a run that passes is not repeated. */
async function twice({ scenario, seed, recorder }: ShrinkOptions): Promise<readonly [Recorded, Recorded]> {
  const asked = { scenario, seed };
  if (recorder.atOnce > 1) return Promise.all([recorder.record(asked), recorder.record(asked)]);
  const first = await recorder.record(asked);
  const isOver = first.kind === 'lost' || failuresOf(first.result).length === 0;
  return [first, isOver ? first : await recorder.record(asked)];
}

interface Start {
  readonly from: Candidate;
  readonly trial: Trial;
  readonly all: readonly Failure[];
}

/**
 * One search after another. What a small run shows besides, and only with it, needs no search of its own: it is the same
 * mistake, or at least nothing less is needed for it. What shows without it too is another.
 */
async function findingsOf(
  options: ShrinkOptions,
  laboratory: Laboratory,
  { from, trial, all }: Start,
): Promise<readonly Finding[]> {
  const promises = all.filter(({ isExpectation }) => !isExpectation);
  let left = promises.length > 0 ? promises : all.slice(0, 1);
  const findings: Finding[] = [];
  for (let next = left[0]; next !== undefined; next = left[0]) {
    const { signature } = next;
    options.onSearch?.(signature);
    const search = new Search(laboratory, signature, from, trial);
    await search.run();
    const finding = await explained(options, laboratory, search, next);
    findings.push(finding);
    const shown = shownBy(finding);
    left = left.filter((failure) => !shown.includes(failure.signature));
  }
  return findings;
}

function isIn({ failures }: Trial, signature: string): boolean {
  return failures.some((failure) => failure.signature === signature);
}

function shownBy({ failure, alsoShows }: Finding): readonly string[] {
  return [failure.signature, ...alsoShows];
}

async function explained(
  options: ShrinkOptions,
  laboratory: Laboratory,
  search: Search,
  original: Failure,
): Promise<Finding> {
  const { best: candidate, trial } = search;
  const { signature } = original;
  const flipped: Explained[] = [];
  const apart = new Set<string>();
  const entries = entriesOf(candidate);
  const others = await laboratory.trials(entries.map((part) => without(candidate, [part])));
  for (const [index, part] of entries.entries()) {
    const other = others[index] ?? null;
    const isNeeded = other === null ? null : !isIn(other, signature);
    flipped.push({ part, isNeeded });
    if (isNeeded === true) for (const failure of other?.failures ?? []) apart.add(failure.signature);
  }
  return {
    failure: trial.failures.find((failure) => failure.signature === signature) ?? original,
    alsoShows: trial.failures
      .filter((failure) => failure.signature !== signature && !failure.isExpectation)
      .map((failure) => failure.signature)
      .filter((other) => !apart.has(other)),
    candidate,
    fingerprint: trial.fingerprint,
    readings: trial.readings,
    explained: flipped,
    otherSeeds: await underOtherSeeds(options, candidate, signature),
  };
}

async function underOtherSeeds(
  { recorder, seed, otherSeeds = OTHER_SEEDS, isOver }: ShrinkOptions,
  candidate: Candidate,
  signature: string,
): Promise<Finding['otherSeeds']> {
  let failing = 0;
  let of = 0;
  while (of < otherSeeds && isOver() === null) {
    const count = Math.min(recorder.atOnce, otherSeeds - of);
    const numbers = Array.from({ length: count }, (_, index) => of + index + 1);
    const trials = await Promise.all(
      numbers.map((number) => tryCandidate(candidate, recorder, { draws: seed, rest: `${seed}/${number}` })),
    );
    failing += trials.filter((trial) => isIn(trial, signature)).length;
    of += count;
  }
  return { failing, of };
}
