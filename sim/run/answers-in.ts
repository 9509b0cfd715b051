import type { WireBook } from '../host/index.ts';
import type { AnswerRule } from '../ledger/index.ts';

/** A foreign device that speaks a form without an echo takes a status for the edge's word. */
export function answersIn(
  book: WireBook,
  acknowledge: AnswerRule['acknowledge'],
  foreignDevice: boolean,
): AnswerRule {
  return {
    get words() {
      return book.words;
    },
    get acknowledge() {
      return foreignDevice && !book.echoes ? 'status' : acknowledge;
    },
  };
}
