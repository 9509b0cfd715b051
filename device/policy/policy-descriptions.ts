import type { PolicyName } from './policies.ts';

/** What a person wants to know of a policy. Plain text; b, f, C, j and R are the settings, u is uniform on [0, 1). */
export interface PolicyDescription {
  /** The delay before retry k (0 = the first). */
  readonly formula: string;
  /** Where jitter stands in relation to the cap. */
  readonly jitter: string;
  /** What is remembered beyond the retry at hand; null: nothing. */
  readonly remembers: string | null;
  readonly defaults: string;
  readonly source: string;
}

const STANDARD = 'b 1s, f 2, C 30s, R 5';
const LIKE_DEFAULT = 'min(C, E·(1 + j(2u − 1))), E = min(C, b·f^k)';
const BETWEEN_CAPS = 'between two caps: growth is capped before it, the result after it';
const AWS_BLOG = 'AWS Architecture Blog, "Exponential Backoff And Jitter" (2015)';

/** In the order of the policies; the doc comment of each policy says more. */
export const POLICY_DESCRIPTIONS: Readonly<Record<PolicyName, PolicyDescription>> = {
  'exponential-jitter': {
    formula: LIKE_DEFAULT,
    jitter: BETWEEN_CAPS,
    remembers: null,
    defaults: `${STANDARD}, j 0.5`,
    source: 'the system this project re-implements',
  },
  none: {
    formula: 'no retry',
    jitter: 'none',
    remembers: null,
    defaults: 'R 0',
    source: 'a client without retries',
  },
  immediate: {
    formula: '0',
    jitter: 'none',
    remembers: null,
    defaults: 'R 5',
    source: 'a client that forgot to wait',
  },
  fixed: {
    formula: 'b',
    jitter: 'none',
    remembers: null,
    defaults: 'b 1s, R 5',
    source: 'mqtt.js reconnects so',
  },
  linear: {
    formula: 'min(C, b·(k + 1))',
    jitter: 'none',
    remembers: null,
    defaults: 'b 1s, C 30s, R 5',
    source: 'Polly, linear backoff; the cap is ours',
  },
  exponential: {
    formula: 'E = min(C, b·f^k)',
    jitter: 'none',
    remembers: null,
    defaults: STANDARD,
    source: 'truncated exponential backoff, as of Ethernet',
  },
  'equal-jitter': {
    formula: 'E/2 + u·E/2, E = min(C, b·f^k)',
    jitter: 'after the cap',
    remembers: null,
    defaults: STANDARD,
    source: AWS_BLOG,
  },
  'full-jitter': {
    formula: 'u·E, E = min(C, b·f^k)',
    jitter: 'after the cap',
    remembers: null,
    defaults: STANDARD,
    source: `${AWS_BLOG}; FreeRTOS backoffAlgorithm`,
  },
  'decorrelated-jitter': {
    formula: 's = min(C, b + u(3s′ − b)), s′ the delay before, at first b',
    jitter: 'before the cap',
    remembers: 'the delay before',
    defaults: 'b 1s, C 30s, R 5',
    source: AWS_BLOG,
  },
  'polly-v2': {
    formula: 'min(C, (b/1.4)·(g(k + u) − g(k − 1 + u′))), g(t) = 2^t·tanh √(4t), u′ the draw before',
    jitter: 'before the cap',
    remembers: 'the draw before',
    defaults: 'b 1s, C 30s, R 5 (b is 2s in Polly, 128ms in cockatiel)',
    source: 'Polly 8, RetryHelper; cockatiel',
  },
  grpc: {
    formula: 'E·(0.8 + 0.4u), E = min(C, b·f^k)',
    jitter: 'after the cap, which a delay may exceed by a fifth',
    remembers: '10 tokens: a failure takes 1, a success gives 0.1; retries only above half of them',
    defaults: STANDARD,
    source: 'gRPC proposal A6, "gRPC Retry Design"',
  },
  'aws-standard': {
    formula: 'max(t, min(RetryAfter, t + 5s)), t = u·min(x·2^k, 20s), x = 50ms, or 1s after 429',
    jitter: 'after the cap',
    remembers: '500 tokens: a retry takes 14 (after 429: 5), and gives them back when it succeeds',
    defaults: 'R 2; all of it is fixed, whatever the settings say',
    source: 'AWS SDKs and Tools Reference Guide, "Retry behavior", standard mode of 2026',
  },
  'retry-after': {
    formula: 'max(RetryAfter·(1 + u/2), delay of exponential-jitter)',
    jitter: `${BETWEEN_CAPS}; that of Retry-After only adds`,
    remembers: null,
    defaults: `${STANDARD}, j 0.5`,
    source: "Envoy's rate-limited backoff; RFC 9110, 10.2.3",
  },
  'retry-budget': {
    formula: LIKE_DEFAULT,
    jitter: BETWEEN_CAPS,
    remembers: 'the last 10s: retries up to 20% of first attempts, and 10/s on top',
    defaults: `${STANDARD}, j 0.5`,
    source: 'Finagle RetryBudget',
  },
  'adaptive-throttle': {
    formula: LIKE_DEFAULT,
    jitter: BETWEEN_CAPS,
    remembers: 'the last 2m: refuses a send with probability max(0, (requests − 2·accepts)/(requests + 1))',
    defaults: `${STANDARD}, j 0.5`,
    source: '"Site Reliability Engineering" (2016), chapter 21, "Handling Overload"',
  },
  'circuit-breaker': {
    formula: LIKE_DEFAULT,
    jitter: BETWEEN_CAPS,
    remembers: 'failures in a row: after 5 nothing leaves for 10s, then one probe',
    defaults: `${STANDARD}, j 0.5`,
    source: 'cockatiel ConsecutiveBreaker; opossum',
  },
  'store-and-forward': {
    formula: 'u·E, E = min(C, b·f^k)',
    jitter: 'after the cap',
    remembers:
      'the outbox: pauses as a whole after a failure (full jitter), then one probe, then drains at 10/s',
    defaults: 'b 1s, f 2, C 60s (the cap that is set, when longer), no end of retries',
    source: 'Prometheus remote write; Vector',
  },
};
