import type { AnswerWords } from './answer-words.ts';
import type { Dialect } from './dialect.ts';

/** How readings are told from messages, of one world. */
export interface Wire {
  /** Path of the URL at which devices believe the edge to be. */
  readonly path: string;
  /** Null: those that come with Petrel are tried in their order, and the first that reads a message stays. */
  readonly dialect: Dialect | null;
  /** What statuses mean, where that is declared; null: what they mean in the dialect. */
  readonly words: AnswerWords | null;
}
