import type { EdgeAnswer } from '../../../ports/index.ts';
import type { AnswerJudged, ItemAnswer } from '../../net/index.ts';
import type { AnswerWords } from './answer-words.ts';
import type { Carried, Dialect } from './dialect.ts';
import { JsonBody } from './wire-request.ts';

/** RFC 4918: not done because something that it depends on failed. */
const FAILED_DEPENDENCY = 424;

/**
 * What an answer says of each of many readings, null where its status holds for all. A refusal of the request as a whole is no
 * refusal of each: one of them, or the number of them, may be what was wrong.
 */
function itemsOf(
  answer: JsonBody,
  status: number,
  carried: readonly Carried[],
  { dialect, words }: Reader,
): readonly ItemAnswer[] | null {
  const items = dialect.results?.(answer, status, carried) ?? null;
  if (items !== null || carried.length < 2) return items;
  if (!words.isPermanent(status) || words.isDuplicate(status)) return null;
  return carried.map(() => ({ status: FAILED_DEPENDENCY, echoed: false }));
}

export interface Reader {
  readonly dialect: Dialect;
  readonly words: AnswerWords;
}

/** Reads an answer to a request that carried these. */
export function judgeAnswer(
  { status, headers, body, bytes }: EdgeAnswer,
  carried: readonly [Carried, ...(readonly Carried[])],
  reader: Reader,
): AnswerJudged {
  const { dialect, words } = reader;
  const answer = new JsonBody({ headers, body: bytes ?? body });
  const items = itemsOf(answer, status, carried, reader);
  if (dialect.echoes) return { echoed: dialect.echoed?.(answer, carried[0]) === true, items };
  // Where nothing need be named, a status that accepts is the edge's word.
  return {
    echoed: words.accepts(status),
    items: items?.map((item) => ({ ...item, echoed: item.echoed || words.accepts(item.status) })) ?? null,
  };
}
