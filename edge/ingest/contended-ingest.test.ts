import { describe, expect, test } from 'vitest';
import { createTestEdge, message, post, QUIET_SETTINGS } from '../testing/test-edge.ts';

describe('contention for one row', () => {
  // With the draw of 0.5 the work takes 10 + 0.5 · 40 = 30 ms.
  const contention = { minMs: 10, maxMs: 50, retryAfterMs: null };

  test('lets the first writer win; who read before it gets 503, never 409, and nothing of theirs is stored', async () => {
    const edge = createTestEdge({ contention });
    const first = edge.ingest(post(message(1)));
    await edge.clock.advanceAsync(10);
    const second = edge.ingest(post(message(2)));
    await edge.clock.advanceAsync(20);
    expect((await first).status).toBe(200);
    await edge.clock.advanceAsync(10);
    const answer = await second;
    expect(answer.status).toBe(503);
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(edge.stored).toStrictEqual([message(1)]);
    expect(edge.lines.at(-1)).toMatchObject({
      level: 'warn',
      event: 'contention_simulated',
      fields: { status: 503, sequence_id: 2 },
    });
    expect(edge.metrics()).toMatchObject({ accepted_total: 1, transient_503_total: 1, in_progress: 0 });
  });

  test('a loser has given its claim up: the same reading alone is stored', async () => {
    const edge = createTestEdge({ contention });
    const answers = [1, 2].map(async (sequenceId) => edge.ingest(post(message(sequenceId))));
    await edge.clock.advanceAsync(30);
    expect((await Promise.all(answers)).map(({ status }) => status)).toStrictEqual([200, 503]);
    const retry = edge.ingest(post(message(2)));
    await edge.clock.advanceAsync(30);
    expect((await retry).status).toBe(200);
    expect(edge.stored).toHaveLength(2);
  });

  test('of N that read the same version one is stored', async () => {
    const edge = createTestEdge({ contention });
    const answers = Array.from({ length: 20 }, async (_, i) => edge.ingest(post(message(i))));
    await edge.clock.advanceAsync(50);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(edge.metrics()).toMatchObject({ received_total: 20, accepted_total: 1, transient_503_total: 19 });
    expect(edge.stored).toHaveLength(1);
  });

  test('holds the claim meanwhile: the same reading again is refused as in progress', async () => {
    const edge = createTestEdge({ contention: { ...contention, retryAfterMs: 1500 } });
    const first = edge.ingest(post(message(1)));
    expect((await edge.ingest(post(message(1)))).status).toBe(503);
    expect(edge.lines.at(-1)).toMatchObject({ event: 'in_progress_refused' });
    await edge.clock.advanceAsync(30);
    expect((await first).status).toBe(200);
    expect((await edge.ingest(post(message(1)))).status).toBe(409);
  });

  test('tells losers when to come back, in whole seconds', async () => {
    const edge = createTestEdge({ contention: { ...contention, retryAfterMs: 1500 } });
    const answers = [1, 2].map(async (sequenceId) => edge.ingest(post(message(sequenceId))));
    await edge.clock.advanceAsync(30);
    expect((await answers[1])?.headers['retry-after']).toBe('2');
  });

  test('a slow commit can lose: the version is compared at the commit, not before', async () => {
    const slow = { probability: 0.5, minMs: 100, maxMs: 100, stage: 'before-commit' } as const;
    const edge = createTestEdge({ contention, slow });
    edge.draws.set('slow', 0);
    const slowOne = edge.ingest(post(message(1)));
    // Its chance is drawn when the work is done, at 30 ms; from then on nobody is slow.
    await edge.clock.advanceAsync(30);
    edge.draws.set('slow', 0.9);
    const fastOne = edge.ingest(post(message(2)));
    await edge.clock.advanceAsync(100);
    expect((await fastOne).status).toBe(200);
    expect((await slowOne).status).toBe(503);
  });

  test('that ends lets those who work finish their race, and all others pass at once', async () => {
    const edge = createTestEdge({ contention });
    const working = [1, 2].map(async (sequenceId) => edge.ingest(post(message(sequenceId))));
    edge.reconfigure(QUIET_SETTINGS);
    expect((await edge.ingest(post(message(3)))).status).toBe(200);
    await edge.clock.advanceAsync(30);
    expect((await Promise.all(working)).map(({ status }) => status)).toStrictEqual([200, 503]);
  });
});
