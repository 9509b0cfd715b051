import type { Carried } from './dialect.ts';

/** A reading that a request is for. */
export interface ReadingTold {
  readonly reading: number;
  /** Of the reading as it was born; null: the message does not bear it out. */
  readonly timestamp: string | null;
  /** As the message has it, for answers that name it. */
  readonly carried: Carried;
}
