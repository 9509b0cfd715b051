import type { WireBook } from '../host/index.ts';
import type { AnswerRule } from '../ledger/index.ts';

export interface RunAnswers extends AnswerRule {
  /** Whether devices look for the name of a reading in an answer that accepts it. */
  readonly areLookedInto: boolean;
}

/**
 * A foreign device whose statuses are declared takes one for the edge's word. Of a form without an echo each answer is read as that
 * word when it comes, and not by this rule: the form may be found out after single messages, whose answers name them.
 */
export function answersIn(
  book: WireBook,
  acknowledge: AnswerRule['acknowledge'],
  foreignDevice: boolean,
): RunAnswers {
  return {
    get words() {
      return book.words;
    },
    get acknowledge() {
      return foreignDevice && book.needsStatusAlone ? 'status' : acknowledge;
    },
    get areLookedInto() {
      return acknowledge === 'echo' && (!foreignDevice || book.echoes);
    },
  };
}
