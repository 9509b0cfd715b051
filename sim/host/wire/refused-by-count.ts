import type { ItemAnswer, StoredNow } from '../../net/index.ts';
import type { ReadingTold } from './reading-told.ts';

/** As if each had been refused alone. */
const REFUSED = 400;

export interface RefusedByCount {
  /** How many records of the request, 1 or more. */
  readonly refused: number;
  /** Of the answer: what holds for all others. */
  readonly status: number;
  /** Null: the edge does not say what it stored. */
  readonly stored: () => StoredNow | null;
}

/**
 * What an answer says of each reading that counts the records it refused and names none. Where all were, each was. Where some
 * were, it is seen from outside: what the edge has not stored, and has refused no fewer of, is what it refused. Null: it can't
 * be told, or the edge has stored less than it says, and its status stands for all.
 */
export function refusedByCount(
  told: readonly ReadingTold[],
  { refused, status, stored }: RefusedByCount,
): readonly ItemAnswer[] | null {
  const item = (isRefused: boolean): ItemAnswer => ({ status: isRefused ? REFUSED : status, echoed: false });
  if (refused >= recordsOf(told)) return told.map(() => item(true));
  const isStored = stored();
  if (isStored === null) return null;
  const missing = told.filter(({ reading }) => !isStored(reading));
  return recordsOf(missing) > refused ? null : told.map((one) => item(missing.includes(one)));
}

function recordsOf(told: readonly ReadingTold[]): number {
  return told.reduce((sum, { carried: { records = 1 } }) => sum + records, 0);
}
