import { asksWho, USUAL_WORDS } from '../host/wire/answer-words.ts';
import type { AnswerWords } from '../host/wire/answer-words.ts';
import type { FinalState } from './final-state.ts';

/** How a device takes an answer that accepts: `echo` wants the key in the body, `status` takes any. */
export type Acknowledge = 'echo' | 'status';

/** What answers mean in a run. Which words hold may show with the first message. */
export interface AnswerRule {
  readonly words: AnswerWords;
  readonly acknowledge: Acknowledge;
}

/** For messages in our own form. */
export function usualAnswers(acknowledge: Acknowledge): AnswerRule {
  return { words: USUAL_WORDS, acknowledge };
}

/** By status alone. */
export function is2xx(status: number): boolean {
  return status >= 200 && status < 300;
}

/** An answer of our own edge after which the same request must not come again: 4xx but 408, 425 and 429. */
export function isPermanent(status: number): boolean {
  return USUAL_WORDS.isPermanent(status);
}

/** The end that an answer means for a device that says no word itself; null when it must try again. */
export function endByAnswer(
  status: number,
  echoed: boolean,
  { words, acknowledge }: AnswerRule,
): FinalState | null {
  if (words.accepts(status)) return echoed || acknowledge === 'status' ? 'acknowledged' : null;
  if (words.isDuplicate(status)) return 'duplicate-acknowledged';
  return words.isPermanent(status) && !asksWho(status) ? 'rejected' : null;
}
