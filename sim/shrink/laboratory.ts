import type { Atom } from '../run/index.ts';
import { keyOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { Failure } from './failure.ts';

/** What a run of a candidate showed. */
export interface Trial {
  readonly fingerprint: string;
  readonly failures: readonly Failure[];
  /** The draws by which a fault acted. */
  readonly acted: readonly Atom[];
  /** How many readings were recorded; 0 where nobody knows. */
  readonly readings: number;
}

/** Runs candidates, `atOnce` of them at the same time. */
export interface Runner {
  readonly atOnce: number;
  run(candidate: Candidate): Promise<Trial>;
}

/** What was found out by an earlier search of the same kind, and where what is found out now is kept. */
export interface Notebook {
  read(key: string): Trial | null;
  write(key: string, trial: Trial): void;
}

/** Why a search ended before nothing was left to try. */
export type Bound = 'runs' | 'time' | 'interrupted';

export interface LaboratoryOptions {
  readonly runner: Runner;
  readonly notebook: Notebook;
  readonly runsMax: number;
  /** Asked before each run. */
  readonly isOver: () => Bound | null;
}

/**
 * Tries candidates. Several may be run at once, yet the first in their order is taken that fails, and only those before it
 * are counted: so the search is the same for any number at once, and so is where a limit of runs ends it.
 */
export class Laboratory {
  readonly #options: LaboratoryOptions;
  readonly #trials = new Map<string, Promise<Trial>>();
  readonly #counted = new Set<string>();
  readonly #met = new Map<string, { readonly failure: Failure; readonly candidate: Candidate }>();
  #bound: Bound | null = null;

  constructor(options: LaboratoryOptions) {
    this.#options = options;
  }

  get runs(): number {
    return this.#counted.size;
  }

  /** What ended the search early; null so far. */
  get bound(): Bound | null {
    return this.#bound;
  }

  /** Broken promises, crashes and stalls that any candidate showed, each with the first that did. */
  get met(): ReadonlyMap<string, { readonly failure: Failure; readonly candidate: Candidate }> {
    return this.#met;
  }

  /** Null: a bound is reached. */
  async trial(candidate: Candidate): Promise<Trial | null> {
    const key = keyOf(candidate);
    if (!this.#counted.has(key)) {
      this.#bound ??= this.#counted.size >= this.#options.runsMax ? 'runs' : this.#options.isOver();
      if (this.#bound !== null) return null;
    }
    const trial = await this.#begun(key, candidate);
    if (!this.#counted.has(key)) {
      this.#counted.add(key);
      for (const failure of trial.failures) {
        if (!failure.isExpectation && !this.#met.has(failure.signature))
          this.#met.set(failure.signature, { failure, candidate });
      }
    }
    return trial;
  }

  /** What each of them shows, in their order; as far as a bound lets it. */
  async trials(candidates: readonly Candidate[]): Promise<readonly (Trial | null)[]> {
    const trials: (Trial | null)[] = [];
    for (const index of candidates.keys()) trials.push(await this.#inTurn(candidates, index));
    return trials;
  }

  /** The first of them that fails so, with what it showed; null when none does, or a bound is reached. */
  async firstFailing(
    candidates: readonly Candidate[],
    signature: string,
  ): Promise<{ readonly candidate: Candidate; readonly trial: Trial } | null> {
    for (const [index, candidate] of candidates.entries()) {
      if (this.#bound !== null) return null;
      const trial = await this.#inTurn(candidates, index);
      if (trial === null) return null;
      if (trial.failures.some((failure) => failure.signature === signature)) return { candidate, trial };
    }
    return null;
  }

  /** One of a list, while those that follow it are begun. */
  async #inTurn(candidates: readonly Candidate[], index: number): Promise<Trial | null> {
    const candidate = candidates[index];
    if (candidate === undefined) return null;
    const asked = this.trial(candidate);
    if (this.#bound === null) {
      const next = candidates.slice(index + 1, index + this.#options.runner.atOnce);
      for (const other of next) void this.#begun(keyOf(other), other);
    }
    return asked;
  }

  #begun(key: string, candidate: Candidate): Promise<Trial> {
    const known = this.#trials.get(key);
    if (known !== undefined) return known;
    const trial = this.#run(key, candidate);
    // Whoever asks for it hears of it; one that was begun in advance may never be asked for.
    trial.catch(() => {});
    this.#trials.set(key, trial);
    return trial;
  }

  async #run(key: string, candidate: Candidate): Promise<Trial> {
    const { runner, notebook } = this.#options;
    const kept = notebook.read(key);
    if (kept !== null) return kept;
    const trial = await runner.run(candidate);
    notebook.write(key, trial);
    return trial;
  }
}
