import type { InvariantResult, RunResult } from '../sim/run/result.ts';
import { count } from './format.ts';
import type { Tone } from './paint.ts';
import { plain } from './text-width.ts';

/** One judged thing: a mark, a name, and what is to be said of it. Texts of others in it are on one line. */
export interface Judged {
  readonly tone: Tone;
  readonly mark: string;
  readonly name: string;
  readonly text: string;
}

/** `unsure`: whether it should have been broken is not judged, since the run was made smaller. */
function judgedInvariant(
  { name, verdict, expectedBecause, allowedBecause }: InvariantResult,
  unsure: boolean,
): Judged {
  const excuse = expectedBecause ?? allowedBecause;
  switch (verdict.kind) {
    case 'held': {
      const note = verdict.note === null ? '' : `; ${verdict.note}`;
      const tested =
        verdict.observations === 0
          ? 'held, but nothing put it to the test'
          : `held, tested ${verdict.observations === 1 ? 'once' : `${count(verdict.observations)} times`}`;
      if (expectedBecause === null || unsure)
        return { tone: verdict.observations === 0 ? 'dim' : 'good', mark: '✓', name, text: tested + note };
      return {
        tone: 'bad',
        mark: '✗',
        name,
        text: `held, although expected to break: ${plain(expectedBecause)}`,
      };
    }
    case 'violated':
      if (excuse === null) return { tone: 'bad', mark: '✗', name, text: `violated ${count(verdict.count)}×` };
      return {
        tone: 'warn',
        mark: '!',
        name,
        text: `violated ${count(verdict.count)}×, as ${expectedBecause === null ? 'allowed' : 'expected'}: ${plain(excuse)}`,
      };
    case 'not-observable':
      return { tone: 'dim', mark: '–', name, text: `not observable: ${plain(verdict.why)}` };
  }
}

/** In the order of the invariants. */
export function judgedInvariants({ invariants, expectations }: RunResult): readonly Judged[] {
  return invariants.map((invariant) => {
    const expected = expectations.find(({ kind, what }) => kind === 'violation' && what === invariant.name);
    return judgedInvariant(invariant, expected?.verdict === 'not-judged');
  });
}

/** In their order. */
export function judgedExpectations({ expectations }: RunResult): readonly Judged[] {
  return expectations.map((expectation): Judged => {
    const { kind, what, wanted } = expectation;
    const name = plain(`${what} ${kind === 'violation' ? 'violated' : wanted}`);
    const got = plain(expectation.got);
    switch (expectation.verdict) {
      case 'met':
        return { tone: 'good', mark: '✓', name, text: got };
      case 'not-met':
        return { tone: 'bad', mark: '✗', name, text: `not met: ${got}` };
      case 'not-judged':
        return { tone: 'dim', mark: '–', name, text: `${got}; not judged: ${expectation.why}` };
      case 'not-applicable':
        return { tone: 'dim', mark: '–', name, text: `${got}; not applicable: ${expectation.why}` };
    }
  });
}
