import { INVARIANTS } from '../../check/index.ts';
import type { CheckVerdict, InvariantName } from '../../check/index.ts';
import { FAULTS, strongestLevel } from '../../faults/index.ts';
import type { FaultCount } from '../../faults/index.ts';
import { mapTable } from '../../kernel/index.ts';
import { perMetric } from '../../metrics/index.ts';
import { scenarioFrom } from '../../scenario/testing/scenario-from.ts';
import type { InvariantResult, RunResult } from '../result.ts';

/** A fault that did nothing, of which a client could tell or not. */
const NEVER = mapTable(FAULTS, (fault): FaultCount => ({
  injected: 0,
  inEffect: 0,
  seen: strongestLevel(fault) === 'seen' ? 0 : null,
}));

function checked(
  name: InvariantName,
  verdict: CheckVerdict,
  expectedBecause: string | null = null,
): InvariantResult {
  return { name, says: INVARIANTS[name].says, verdict, expectedBecause, allowedBecause: null };
}

/** All that the values of metrics are taken from which need no meter of their own. */
const MEASURED = {
  client: {
    attempts: 3004,
    copies: 198,
    nameless: 0,
    batches: 0,
    answers2xx: 1949,
    notEchoed: 0,
    answers409: 182,
    answers4xx: 191,
    answers429: 0,
    answers503: 1031,
    answers5xx: 0,
    answers3xx: 0,
    timeouts: 31,
    resets: 0,
    refusals: 0,
    lateAnswers: 0,
    samplesSkipped: 0,
    reboots: 0,
  },
  ledger: {
    generated: 2000,
    attempted: 2000,
    ends: {
      acknowledged: 1949,
      'duplicate-acknowledged': 2,
      dropped: 0,
      rejected: 9,
      exhausted: 40,
      overflowed: 0,
      damaged: 0,
      pending: 0,
      lost: 0,
      parked: 0,
      untied: 0,
    },
    stored: 1951,
    storedUnacknowledged: 0,
    storedBy: 'word' as const,
    reachedAgain: 182,
    deduplicated: 182,
    acceptedTwice: 0,
    unexpected: 0,
  },
  delivery: {
    latency: { count: 1951, meanMs: 812.5, p50Ms: 101.4, p90Ms: 3420, p99Ms: 21_804, maxMs: 61_250 },
    storedWithin60s: 1949,
    attempts: { readings: 2000, mean: 1.502, counts: [1606, 180, 80, 52, 32, 50] },
    drainMs: 12_204,
  },
  inFlight: { peak: 12, mean: 0.81 },
  queueWaits: { count: 0, meanMs: null, p95Ms: null },
  peaks: { requestsPerSecond: 34, requestsPer100ms: 9, outbox: 41, dedupe: 1951 },
};

/** Twenty devices for five minutes: 2,000 readings, 1,951 delivered, 40 given up, 9 rejected. */
export const EXAMPLE_RESULT: RunResult = {
  outcome: 'passed',
  why: 'all invariants held, 2 of 2 expectations met',
  scenario: scenarioFrom(`
name: storm
description: For one minute the edge sheds 90 % of requests. Nothing is stored twice, nothing is lost unseen.
duration: 5m
fleet: { devices: 20 }
device: { inFlightMax: 8, outbox: { limit: 10000 }, duplicate: 10% }
network: { latency: { distribution: uniform, min: 20ms, max: 80ms }, loss: 1% }
edge: { overload: { probability: 10%, retryAfter: 2s }, dedupe: { limit: 10000 } }
timeline: [{ at: 1m, for: 1m, edge: { overload: 90% } }]
drain: { within: 2m }
expect: { faults: [edge.overload], delivered: '>= 80%' }
`),
  seed: '42',
  subject: { edge: 'petrel', device: 'petrel', policy: 'exponential-jitter' },
  transport: 'supertest',
  messages: null,
  fingerprint: '9f3c41d2a07be5569f3c41d2a07be5569f3c41d2a07be5569f3c41d2a07be556',
  simulatedMs: 341_250,
  phases: [
    { phase: 'faults', atMs: 0, open: 0 },
    { phase: 'heal', atMs: 300_000, open: 17 },
    { phase: 'drain', atMs: 300_000, open: 17 },
    { phase: 'end', atMs: 341_204, open: 0 },
  ],
  events: 24_310,
  shuffledTies: null,
  exchanges: 3171,
  timing: { wallMs: 900 },
  client: MEASURED.client,
  edge: {
    received: 3171,
    copies: 0,
    accepted: 1951,
    duplicates: 182,
    rejected: 9,
    transient503: 1029,
    rateLimited: 0,
    errors: 0,
    unanswered: 0,
    answeredInFront: 0,
    restarts: 0,
  },
  ledger: MEASURED.ledger,
  latency: MEASURED.delivery.latency,
  storedWithin60s: MEASURED.delivery.storedWithin60s,
  attempts: MEASURED.delivery.attempts,
  metrics: {
    ...perMetric((metric) => ('value' in metric ? metric.value(MEASURED) : null)),
    outageLoad: 16.4,
    recoveryTime: 18_230,
    falseFailures: 0,
    fairness: 0.96,
  },
  groups: [],
  measured: null,
  load: [7, 8, 7, 9, 12, 34, 21, 8],
  faults: {
    ...NEVER,
    'device.duplicate': { injected: 198, inEffect: 198, seen: null },
    'network.loss': { injected: 31, inEffect: 31, seen: 30 },
    'edge.overload': { injected: 1042, inEffect: 1042, seen: 1040 },
  },
  invariants: [
    checked('accepted-once', { kind: 'held', observations: 1951, note: null }),
    checked('metrics-reconcile', { kind: 'not-observable', why: 'the edge has no /metrics in our form' }),
    checked('memory-bounded', {
      kind: 'held',
      observations: 100,
      note: 'outboxes only: the edge does not say what it holds',
    }),
  ],
  expectations: [
    {
      kind: 'fault',
      what: 'edge.overload',
      wanted: 'seen by the client',
      got: '1040×',
      verdict: 'met',
      why: null,
    },
    { kind: 'metric', what: 'delivered', wanted: '>= 80%', got: '97.55%', verdict: 'met', why: null },
  ],
  sometimes: [],
  warnings: [],
};

/** The same run with an invariant broken as nobody expected, one as expected, and an expectation not met. */
export const BROKEN_RESULT: RunResult = {
  ...EXAMPLE_RESULT,
  outcome: 'violated',
  why: 'accepted-once violated 12×, 1 of 2 expectations not met',
  invariants: [
    checked('accepted-once', {
      kind: 'violated',
      count: 12,
      violations: [
        {
          at: 83_204_000,
          device: 'device-007',
          reading: 27,
          kind: 'stored-again',
          message: 'stored 2 times: again at 83.204s, 1.6s after the first at 81.604s; dedupe TTL 300s',
        },
      ],
    }),
    checked(
      'retry-budget',
      { kind: 'violated', count: 3, violations: [] },
      'the old client retries once too often',
    ),
  ],
  expectations: [
    {
      kind: 'fault',
      what: 'edge.overload',
      wanted: 'seen by the client',
      got: 'never',
      verdict: 'not-met',
      why: null,
    },
    {
      kind: 'violation',
      what: 'retry-budget',
      wanted: 'violated: …',
      got: 'violated 3×',
      verdict: 'met',
      why: null,
    },
  ],
  warnings: ['dedupe TTL 5m is shorter than the retry horizon of 6m12s'],
};
