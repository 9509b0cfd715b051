import { replay } from './replay.ts';
import type { Replay } from './replay.ts';
import type { FailureFile } from './failure-file.ts';
import type { RunRecorder } from './run-candidate.ts';

/**
 * What a kept failure is worth now. `mended`: it fails no more. `fails`: as the file says, or otherwise. `known`: it fails as
 * the file says, which also says that it still does. `mended-unnoticed`: the file says that it still fails, and it does
 * not. `not-judged`: nobody can tell.
 */
export type KeptVerdict = 'mended' | 'fails' | 'known' | 'mended-unnoticed' | 'not-judged';

/** A kept failure, run once more to see whether it has come back. Plain data. */
export interface KeptCheck extends Pick<FailureFile, 'stillFails' | 'seed'> {
  readonly path: string;
  readonly scenario: string;
  readonly verdict: KeptVerdict;
  /** The sentence of the failure that shows now, or why nobody can tell; empty where all is well. */
  readonly says: string;
  /** Draws of the file that acted; all of them may act no more, and then it tests nothing. */
  readonly used: number;
  readonly draws: number;
}

/** Runs a kept failure as a regression: mended once, it stays mended. */
export async function checkKept(
  path: string,
  file: FailureFile,
  recorder: Pick<RunRecorder, 'record'>,
): Promise<KeptCheck> {
  const shown = await replay({ file, recorder, untilMs: null });
  return {
    path,
    scenario: file.scenario.name,
    seed: file.seed,
    stillFails: file.stillFails,
    verdict: verdictOn(shown, file),
    says: shown.same?.message ?? shown.others[0]?.message ?? shown.notJudged ?? '',
    used: shown.used.flat().length,
    draws: file.draws.length,
  };
}

function verdictOn({ same, others, notJudged }: Replay, { stillFails }: FailureFile): KeptVerdict {
  if (same !== null) return stillFails === null ? 'fails' : 'known';
  if (others.length > 0) return 'fails';
  if (notJudged !== null) return 'not-judged';
  return stillFails === null ? 'mended' : 'mended-unnoticed';
}

/** Some of its draws no longer find their place: it is no longer quite the run that failed, and may pass for that reason. */
export function isStale({ used, draws }: Pick<KeptCheck, 'used' | 'draws'>): boolean {
  return used < draws;
}

/** Whether it is as it should be; `strict`: also that nothing of it is stale. */
export function isKeptWell(check: KeptCheck, strict: boolean): boolean {
  const isWell = check.verdict === 'mended' || check.verdict === 'known';
  return isWell && !(strict && isStale(check));
}
