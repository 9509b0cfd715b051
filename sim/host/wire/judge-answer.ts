import type { EdgeAnswer } from '../../../ports/index.ts';
import type { AnswerJudged, ItemAnswer, StoredNow } from '../../net/index.ts';
import { REFUSED_TOGETHER } from './answer-words.ts';
import type { AnswerWords } from './answer-words.ts';
import type { Dialect } from './dialect.ts';
import type { ReadingTold } from './reading-told.ts';
import { refusedByCount } from './refused-by-count.ts';
import { JsonBody } from './wire-request.ts';

export interface Reader {
  readonly dialect: Dialect;
  readonly words: AnswerWords;
  /** Null: the edge does not say what it stored. */
  readonly stored: () => StoredNow | null;
  /** Told of records that were refused, nobody knows which. */
  readonly unplaced: (records: number) => void;
}

/**
 * What an answer says of each of many readings, null where its status holds for all. A refusal of the request as a whole is no
 * refusal of each: one of them, or the number of them, may be what was wrong.
 */
function itemsOf(
  answer: JsonBody,
  status: number,
  told: readonly ReadingTold[],
  { dialect, words, stored, unplaced }: Reader,
): readonly ItemAnswer[] | null {
  const refused = dialect.refused?.(answer, status) ?? 0;
  if (refused > 0) {
    const counted = refusedByCount(told, { refused, status, stored });
    if (counted === null) unplaced(refused);
    return counted;
  }
  const items =
    dialect.results?.(
      answer,
      status,
      told.map(({ carried }) => carried),
    ) ?? null;
  if (items !== null || told.length < 2) return items;
  if (!words.isPermanent(status) || words.isDuplicate(status)) return null;
  return told.map(() => ({ status: REFUSED_TOGETHER, echoed: false }));
}

/** Reads an answer to a request that carried these. */
export function judgeAnswer(
  { status, headers, body, bytes }: EdgeAnswer,
  told: readonly [ReadingTold, ...(readonly ReadingTold[])],
  reader: Reader,
): AnswerJudged {
  const { dialect, words } = reader;
  const answer = new JsonBody({ headers, body: bytes ?? body });
  const items = itemsOf(answer, status, told, reader);
  if (dialect.echoes) return { echoed: dialect.echoed?.(answer, told[0].carried) === true, items };
  // Where nothing need be named, a status that accepts is the edge's word.
  return {
    echoed: words.accepts(status),
    items: items?.map((item) => ({ ...item, echoed: item.echoed || words.accepts(item.status) })) ?? null,
  };
}
