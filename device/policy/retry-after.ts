import { exponentialJitter } from './exponential-jitter.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

/** By which share of it Retry-After may be exceeded. */
const SPREAD_RATIO = 0.5;

/** The jitter of Retry-After only adds, since nobody may come earlier than asked, and knows no cap but the device's clamp. */
export const retryAfter: PolicyDeclaration = {
  ...exponentialJitter,
  doc: 'what the edge asks for, spread upward; the default where it asks for nothing',
  formula: 'max(RetryAfter·(1 + u/2), delay of exponential-jitter)',
  jitter: `${exponentialJitter.jitter}; that of Retry-After only adds`,
  source: "Envoy's rate-limited backoff; RFC 9110, 10.2.3",
  create(settings) {
    const own = exponentialJitter.create(settings);
    return {
      retriesMax: own.retriesMax,
      handlesRetryAfter: true,
      ...risingDelay((retryIndex, uniform, { retryAfterMs }) =>
        Math.max((retryAfterMs ?? 0) * (1 + SPREAD_RATIO * uniform), own.delayMs(retryIndex, uniform)),
      ),
    };
  },
};
