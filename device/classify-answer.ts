import { jsonIn } from '../protocol/index.ts';
import type { NoAnswerReason, SendOutcome } from '../ports/index.ts';

/** What the outcome of an attempt means for its reading. */
export type Verdict =
  | { readonly kind: 'acknowledged' }
  /** The edge had committed the same reading before. */
  | { readonly kind: 'duplicate' }
  /** The edge has judged this reading; another try would be judged the same. */
  | { readonly kind: 'permanent'; readonly status: number }
  | {
      readonly kind: 'transient';
      readonly status: number | null;
      readonly reason: TransientReason;
      readonly retryAfter: string | null;
    };

/** `status`: an answer that asks for another try; `no_echo`: a 2xx that is not the edge's word on this reading. */
export type TransientReason = NoAnswerReason | 'status' | 'no_echo';

export interface Expected {
  readonly deviceId: string;
  readonly sequenceId: number;
  readonly acknowledge: 'echo' | 'status';
}

/** Of the 4xx, those that say "not now": request timeout, too early, too many requests. */
const TRANSIENT_4XX: ReadonlySet<number> = new Set([408, 425, 429]);

const ACKNOWLEDGED: Verdict = { kind: 'acknowledged' };
const DUPLICATE: Verdict = { kind: 'duplicate' };

type Key = Pick<Expected, 'deviceId' | 'sequenceId'>;

/** Whether the body of an answer names this reading, as only an edge that has read it can. */
export function echoes(body: string, expected: Key): boolean {
  return names(jsonIn(body), expected);
}

function names(answer: unknown, expected: Key): boolean {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'device_id' in answer &&
    'sequence_id' in answer &&
    answer.device_id === expected.deviceId &&
    answer.sequence_id === expected.sequenceId
  );
}

/**
 * The retry rule. Only a 4xx (408, 425, 429 aside) speaks about the reading itself and ends it; 409 ends it well. All
 * other answers speak about the way to the edge, so they are transient and bounded by the retry budget: besides
 * 500, 502, 503 and 504 also the other 5xx (511 is a captive portal), 3xx (portals redirect; a device that followed
 * would post its readings to a login page), 1xx, which is no final answer, and numbers that are no status at all.
 */
export function classifyAnswer(outcome: SendOutcome, expected: Expected): Verdict {
  if (outcome.kind === 'no-answer') {
    return { kind: 'transient', status: null, reason: outcome.reason, retryAfter: null };
  }
  const { status, retryAfter, body, value } = outcome;
  if (status >= 200 && status < 300) {
    const counts =
      expected.acknowledge === 'status' ||
      (value === undefined ? echoes(body, expected) : names(value, expected));
    return counts ? ACKNOWLEDGED : { kind: 'transient', status, reason: 'no_echo', retryAfter };
  }
  if (status === 409) return DUPLICATE;
  if (status >= 400 && status < 500 && !TRANSIENT_4XX.has(status)) return { kind: 'permanent', status };
  return { kind: 'transient', status, reason: 'status', retryAfter };
}
