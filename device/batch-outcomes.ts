import { jsonIn, PROBLEM_CONTENT_TYPE, resultsIn } from '../protocol/index.ts';
import type { SendOutcome } from '../ports/index.ts';

/** A reading of many, as its request named it. */
export interface Named {
  readonly deviceId: string;
  readonly sequenceId: number;
  readonly correlationId: string;
  /** What was sent of it, which may be wrong on purpose, its ids too. */
  readonly message: unknown;
}

/**
 * What the outcome of one request means for each of the many readings in it: an outcome for each, as if it had been sent
 * alone. `no-results`: nothing is said of single readings; `other`: it is an answer to something else.
 */
export type BatchOutcome =
  | { readonly kind: 'each'; readonly outcomes: readonly SendOutcome[] }
  | { readonly kind: 'no-results' }
  | { readonly kind: 'other'; readonly status: number; readonly retryAfter: string | null };

function fieldOf(
  result: unknown,
  name: 'correlation_id' | 'detail' | 'device_id' | 'sequence_id' | 'status',
): unknown {
  return typeof result === 'object' && result !== null ? Reflect.get(result, name) : undefined;
}

/** Whether a result can be about this reading. A message that is bad may have no name that the edge could give back. */
function fits(result: unknown, { deviceId, sequenceId, message }: Named): boolean {
  const isNamed = (name: 'device_id' | 'sequence_id', own: string | number): boolean => {
    const told = fieldOf(result, name);
    return told === undefined || told === null || told === own || told === fieldOf(message, name);
  };
  return isNamed('device_id', deviceId) && isNamed('sequence_id', sequenceId);
}

function statusIn(result: unknown): number {
  const status = fieldOf(result, 'status');
  return typeof status === 'number' ? status : 500;
}

type Answered = Extract<SendOutcome, { readonly kind: 'answered' }>;

/** What the edge would have answered to one reading alone; of somebody else only what he says. */
function alone(
  result: unknown,
  { retryAfter }: Answered,
  { correlationId }: Named,
  { isTheEdges }: { readonly isTheEdges: boolean },
): SendOutcome {
  const status = statusIn(result);
  const answer = { kind: 'answered', status, retryAfter, body: '' } as const;
  if (!isTheEdges) return { ...answer, contentType: null, value: result };
  if (status >= 400) {
    const detail = fieldOf(result, 'detail');
    const said = typeof detail === 'string' ? { detail } : {};
    const value = { type: 'about:blank', title: '', status, correlation_id: correlationId, ...said };
    return { ...answer, contentType: PROBLEM_CONTENT_TYPE, value };
  }
  const [device_id, sequence_id] = [fieldOf(result, 'device_id'), fieldOf(result, 'sequence_id')];
  return {
    ...answer,
    contentType: 'application/json',
    value: { status: 'accepted', device_id, sequence_id },
  };
}

/** For readings in the order in which the request has them; `correlationId` is that of the request. */
export function batchOutcome(
  outcome: SendOutcome,
  readings: readonly Named[],
  correlationId: string,
): BatchOutcome {
  if (outcome.kind === 'no-answer') return { kind: 'each', outcomes: readings.map(() => outcome) };
  const { status, retryAfter, body, value } = outcome;
  const answer = value === undefined ? jsonIn(body) : value;
  const results = resultsIn(answer);
  if (results === undefined) return { kind: 'no-results' };
  const isOurs =
    results.length === readings.length && readings.every((reading, index) => fits(results[index], reading));
  if (!isOurs) return { kind: 'other', status, retryAfter };
  const isTheEdges = fieldOf(answer, 'correlation_id') === correlationId;
  return {
    kind: 'each',
    outcomes: readings.map((reading, index) => alone(results[index], outcome, reading, { isTheEdges })),
  };
}
