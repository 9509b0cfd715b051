import type { FinalState } from './final-state.ts';

/** How a device takes a 2xx: `echo` wants the key in the body, `status` takes any. */
export type Acknowledge = 'echo' | 'status';

/** 4xx that a client tries again: the request may be fine, the moment was not. */
const RETRIED_4XX: ReadonlySet<number> = new Set([408, 425, 429]);

export function is2xx(status: number): boolean {
  return status >= 200 && status < 300;
}

/** An answer after which the same request must not come again: 4xx but 408, 425 and 429. */
export function isPermanent(status: number): boolean {
  return status >= 400 && status < 500 && !RETRIED_4XX.has(status);
}

/** The end that an answer means for a device that says no word itself; null when it must try again. */
export function endByAnswer(status: number, echoed: boolean, acknowledge: Acknowledge): FinalState | null {
  if (is2xx(status)) return (echoed && status === 200) || acknowledge === 'status' ? 'acknowledged' : null;
  if (status === 409) return 'duplicate-acknowledged';
  return isPermanent(status) ? 'rejected' : null;
}
