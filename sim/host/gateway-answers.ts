import { retryAfterSeconds } from '../../protocol/index.ts';
import type { Answer } from '../net/index.ts';

const TITLES = { 429: 'Too Many Requests', 503: 'Service Unavailable' } as const;

/** A gateway's own "not now", as load balancers give it. `retryAfterMs` null: it does not say when. */
export function refusal(status: keyof typeof TITLES, retryAfterMs: number | null): Answer {
  const body = JSON.stringify({ type: 'about:blank', title: TITLES[status], status });
  return answerOf(status, 'application/problem+json', body, retryAfterMs);
}

export function answerOf(status: number, type: string, body: string, retryAfterMs: number | null): Answer {
  const retryAfter = retryAfterMs === null ? null : retryAfterSeconds(retryAfterMs);
  return {
    status,
    headers: { 'content-type': type, ...(retryAfter !== null && { 'retry-after': retryAfter }) },
    body,
    retryAfter,
    echoed: false,
  };
}
