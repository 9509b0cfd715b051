import {
  CORRELATION_ID_HEADER,
  PROBLEM_CONTENT_TYPE,
  problemSchema,
  RETRY_AFTER_HEADER,
} from '../../protocol/index.ts';
import type { BatchAnswer, ItemResult, Problem } from '../../protocol/index.ts';
import type { EdgeAnswer } from '../../ports/index.ts';

/** RFC 4918 §11.1: the body says of each what became of it. */
const MULTI_STATUS = 207;

/** A reading of many, and what it would have been answered alone. */
export interface ItemAnswered {
  readonly deviceId: string | undefined;
  readonly sequenceId: number | undefined;
  readonly answer: EdgeAnswer;
}

/** What the answer to one of them says of it, where it is a problem. */
function problemIn({ value }: EdgeAnswer): Problem | undefined {
  const read = problemSchema.safeParse(value);
  return read.success ? read.data : undefined;
}

/** All that is wrong, each with the place of its reading in front. */
function errorsOf(items: readonly ItemAnswered[]): Problem['errors'] {
  const found = items.flatMap(({ answer }, index) => {
    const errors = problemIn(answer)?.errors ?? [];
    return errors.map(({ path, message }) => ({
      path: path === '' ? `${index}` : `${index}.${path}`,
      message,
    }));
  });
  return found.length === 0 ? undefined : found;
}

function resultOf({ deviceId, sequenceId, answer }: ItemAnswered): ItemResult {
  const { detail, errors } = problemIn(answer) ?? {};
  return {
    device_id: deviceId,
    sequence_id: sequenceId,
    status: answer.status,
    detail,
    errors,
  };
}

/** The longest that any of them asks for: whoever waits so long may send all of them again. */
function longestRetryAfter(items: readonly ItemAnswered[]): Readonly<Record<string, string>> {
  const asked = items.map(({ answer }) => Number(answer.headers[RETRY_AFTER_HEADER] ?? 0));
  const longest = Math.max(...asked);
  return longest > 0 ? { [RETRY_AFTER_HEADER]: String(longest) } : {};
}

/** One answer to many readings: with the status that all of them share, else 207. */
export function batchAnswer(items: readonly ItemAnswered[], correlationId: string): EdgeAnswer {
  const [first] = items;
  const shared = items.every(({ answer }) => answer.status === first?.answer.status);
  const status = shared && first !== undefined ? first.answer.status : MULTI_STATUS;
  const results: BatchAnswer = { correlation_id: correlationId, results: items.map(resultOf) };
  const isProblem = status >= 400 && first !== undefined;
  const value = isProblem
    ? {
        type: 'about:blank',
        title: problemIn(first.answer)?.title,
        status,
        detail: 'Each reading was answered so; see `results`.',
        errors: errorsOf(items),
        ...results,
      }
    : results;
  return {
    status,
    headers: {
      'content-type': isProblem ? PROBLEM_CONTENT_TYPE : 'application/json',
      [CORRELATION_ID_HEADER]: correlationId,
      ...longestRetryAfter(items),
    },
    body: JSON.stringify(value),
    value,
  };
}
