import type { ItemAnswer } from '../../net/index.ts';
import type { AnswerWords } from './answer-words.ts';
import type { JsonBody, WireRequest } from './wire-request.ts';

/** What a request says of one reading that it carries. */
export interface Carried {
  /** As the message calls the device; null: it does not say. */
  readonly device: string | null;
  readonly reading: string | number;
  /** As it stands: a date, or a count since 1970; null: it does not say. */
  readonly timestamp: string | number | null;
  /** The part of the message that is about it: what it was measured as stands somewhere in there. */
  readonly content: unknown;
  /** How many records of the message make it up. Without it: one. */
  readonly records?: number;
  /** It stands in a list, perhaps alone, of which an answer speaks one by one. Without it: in none. */
  readonly isListed?: true;
}

/** How to tell from messages which readings they are for. */
export interface Dialect {
  /** As `--wire` and reports call it. */
  readonly name: string;
  readonly words: AnswerWords;
  /** Whether only an answer that names the reading acknowledges it: a 200 of anybody else does not. */
  readonly echoes: boolean;
  /** The readings that a request carries; null: it is no message of this dialect. */
  read(request: WireRequest): readonly Carried[] | null;
  /** Of a whole answer: whether it names the reading. */
  echoed?(answer: JsonBody, carried: Carried): boolean;
  /** How many records of its request an answer refuses for good without a word on which; 0: none. Asked before `results`. */
  refused?(answer: JsonBody, status: number): number;
  /** What an answer says of each reading, in their order; null: its status holds for all. */
  results?(answer: JsonBody, status: number, carried: readonly Carried[]): readonly ItemAnswer[] | null;
}
