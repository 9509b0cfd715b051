import { expect, test } from 'vitest';
import { DEFAULT_EDGE_SETTINGS, parseEdgeSettings } from './settings.ts';

const capacity = {
  ratePerSecond: 10,
  concurrency: 1,
  queueLimit: 0,
  service: 'constant',
  retryAfterMs: null,
};

test('the defaults are valid, and are what is documented', () => {
  expect(parseEdgeSettings(DEFAULT_EDGE_SETTINGS)).toStrictEqual(DEFAULT_EDGE_SETTINGS);
  expect(DEFAULT_EDGE_SETTINGS).toMatchObject({
    overload: { probability: 0 },
    dedupe: { ttlMs: 300_000 },
    bodyBytesMax: 16_384,
  });
});

test('capacity, rate limit and contention may be set', () => {
  const settings = {
    ...DEFAULT_EDGE_SETTINGS,
    capacity,
    rateLimit: { ratePerSecond: 0.5, burst: 1, total: { ratePerSecond: 3, burst: 2 } },
    contention: { minMs: 0, maxMs: 0, retryAfterMs: null },
  };
  expect(parseEdgeSettings(settings)).toStrictEqual(settings);
});

test.for([
  { overload: { probability: 1.5, retryAfterMs: null } },
  { overload: { probability: Number.NaN, retryAfterMs: null } },
  { overload: { probability: 0.1, retryAfterMs: -1 } },
  { capacity: { ...capacity, ratePerSecond: 0 } },
  { capacity: { ...capacity, concurrency: 0 } },
  { capacity: { ...capacity, service: 'gamma' } },
  { rateLimit: { ratePerSecond: 1, burst: 0.5 } },
  { rateLimit: { ratePerSecond: 1, burst: 1, total: { ratePerSecond: 0, burst: 1 } } },
  { rateLimit: { ratePerSecond: 1, burst: 1, total: { ratePerSecond: null, burst: 1 } } },
  { slow: { probability: 1, minMs: 2, maxMs: 1, stage: 'before-commit' } },
  { slow: { probability: 1, minMs: 1, maxMs: 2, stage: 'never' } },
  { contention: { minMs: 2, maxMs: 1, retryAfterMs: null } },
  { contention: { minMs: -1, maxMs: 1, retryAfterMs: null } },
  { dedupe: { ttlMs: 0, limit: 1 } },
  { dedupe: { ttlMs: 1, limit: 1.5 } },
  { bodyBytesMax: 0 },
  { more: 1 },
])('%j is refused', (change) => {
  expect(() => parseEdgeSettings({ ...DEFAULT_EDGE_SETTINGS, ...change })).toThrow(
    'The edge settings are not valid',
  );
});
