import {
  acceptedAnswerSchema,
  jsonIn,
  NUMBER_TAKEN,
  PROBLEM_CONTENT_TYPE,
  problemSchema,
} from '../protocol/index.ts';
import type { NoAnswerReason, SendOutcome } from '../ports/index.ts';

/** What the outcome of an attempt means for its reading. */
export type Verdict =
  | { readonly kind: 'acknowledged' }
  /** The edge had committed the same reading before. */
  | { readonly kind: 'duplicate' }
  /** The edge has judged this reading; another try would be judged the same. */
  | {
      readonly kind: 'permanent';
      readonly status: number;
      /** It has stored another reading under the number of this one. */
      readonly isNumberTaken?: true;
    }
  | {
      readonly kind: 'transient';
      readonly status: number | null;
      readonly reason: TransientReason;
      readonly retryAfter: string | null;
      /** What the transport said of it. */
      readonly cause?: string;
    };

/**
 * `status`: an answer that asks for another try; `no_echo`: a 2xx that is not the edge's word on this reading; `not_the_edge`:
 * a refusal or a redirect that anybody on the way may have said.
 */
export type TransientReason = NoAnswerReason | 'status' | 'no_echo' | 'not_the_edge';

export interface Expected {
  readonly deviceId: string;
  readonly sequenceId: number;
  readonly correlationId: string | null;
  readonly acknowledge: 'echo' | 'status';
  readonly proof: 'any' | 'edge';
}

/** Of the 4xx, those that say "not now": request timeout, too early, too many requests. */
const TRANSIENT_4XX: ReadonlySet<number> = new Set([408, 425, 429]);

/** What our edge says of a reading, and not of the path, the method or whoever asks. */
const REFUSALS: ReadonlySet<number> = new Set([400, 409, 413, 415, 422]);

const ACKNOWLEDGED: Verdict = { kind: 'acknowledged' };
const DUPLICATE: Verdict = { kind: 'duplicate' };

type Key = Pick<Expected, 'deviceId' | 'sequenceId'>;
type Answered = Extract<SendOutcome, { readonly kind: 'answered' }>;

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

/** A mirror names the reading too, and so does who says that it was rejected. */
function acknowledges({ body, value }: Answered, expected: Expected): boolean {
  if (expected.acknowledge === 'status') return true;
  const answer = value === undefined ? jsonIn(body) : value;
  if (!names(answer, expected)) return false;
  return expected.proof === 'any' || acceptedAnswerSchema.safeParse(answer).success;
}

/**
 * Whether our edge has judged this very request: its problem document says so, under the correlation id that went with it.
 * An ingress, a gateway or a portal knows neither, also where it answers with a problem of its own.
 */
function isTheEdges({ status, contentType, body, value }: Answered, expected: Expected): boolean {
  if (expected.proof === 'any') return true;
  if (!REFUSALS.has(status) || contentType?.split(';')[0]?.trim().toLowerCase() !== PROBLEM_CONTENT_TYPE)
    return false;
  const problem = problemSchema.safeParse(value === undefined ? jsonIn(body) : value);
  return (
    problem.success &&
    problem.data.status === status &&
    problem.data.correlation_id === expected.correlationId
  );
}

function refusal({ status, body, value }: Answered): Verdict {
  if (status !== 422) return { kind: 'permanent', status };
  const problem = problemSchema.safeParse(value === undefined ? jsonIn(body) : value);
  const isNumberTaken = problem.success && problem.data.detail === NUMBER_TAKEN;
  return { kind: 'permanent', status, ...(isNumberTaken && { isNumberTaken }) };
}

/**
 * The retry rule. Only a 4xx (408, 425, 429 aside) speaks about the reading itself and ends it, if the edge said it; 409
 * ends it well. All other answers speak about the way to the edge, so they are transient and bounded by the retry budget:
 * besides 500, 502, 503 and 504 also the other 5xx (511 is a captive portal), 3xx (portals redirect; a device that followed
 * would post its readings to a login page), 1xx, which is no final answer, and numbers that are no status at all.
 */
export function classifyAnswer(outcome: SendOutcome, expected: Expected): Verdict {
  if (outcome.kind === 'no-answer') {
    const { reason, cause } = outcome;
    const failure = { kind: 'transient', status: null, reason, retryAfter: null } as const;
    return cause === undefined ? failure : { ...failure, cause };
  }
  const { status, retryAfter } = outcome;
  if (status >= 200 && status < 300) {
    if (acknowledges(outcome, expected)) return ACKNOWLEDGED;
    return { kind: 'transient', status, reason: 'no_echo', retryAfter };
  }
  const isRefusal = status >= 400 && status < 500 && !TRANSIENT_4XX.has(status);
  if (isRefusal && isTheEdges(outcome, expected)) return status === 409 ? DUPLICATE : refusal(outcome);
  const isRedirect = status >= 300 && status < 400;
  const reason = isRefusal || (isRedirect && expected.proof === 'edge') ? 'not_the_edge' : 'status';
  return { kind: 'transient', status, reason, retryAfter };
}

/** Whether somebody answered who is not the edge: then the reading is held, however often it is tried. */
export function isNotTheEdge(reason: TransientReason): boolean {
  return reason === 'not_the_edge' || reason === 'no_echo';
}
