import { describe, expect, test } from 'vitest';
import { createTestEdge, message, post } from '../testing/test-edge.ts';

function resultsOf({ value }: { readonly value?: unknown }): unknown {
  return Reflect.get(Object(value), 'results');
}

describe('many readings in one request', () => {
  test.for([
    ['a list', (items: readonly unknown[]) => items],
    ['under readings', (items: readonly unknown[]) => ({ readings: items })],
  ] as const)('as %s are stored one by one, and each has a result with its ids', async ([, body]) => {
    const edge = createTestEdge();
    const answer = await edge.ingest(post(body([message(1), message(2)])));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(JSON.parse(answer.body)).toStrictEqual({
      correlation_id: expect.any(String),
      results: [1, 2].map((id) => ({ device_id: 'device-001', sequence_id: id, status: 200 })),
    });
    expect(edge.stored).toStrictEqual([message(1), message(2)]);
    expect(edge.metrics()).toMatchObject({ received_total: 2, accepted_total: 2, in_progress: 0 });
  });

  test('are each as idempotent as one alone', async () => {
    const edge = createTestEdge();
    await edge.ingest(post(message(1)));
    const other = message(2, { values: { temperature_c: 99 } });
    // 1 is known, 2 comes twice, and a third time as another reading, 3 is no reading at all.
    const items = [message(1), message(2), message(2), other, { ...message(3), sequence_id: -1 }, 7];
    const answer = await edge.ingest(post(items));
    expect(answer.status).toBe(207);
    expect(resultsOf(answer)).toMatchObject([
      { sequence_id: 1, status: 409 },
      { sequence_id: 2, status: 200 },
      { sequence_id: 2, status: 409 },
      { sequence_id: 2, status: 422 },
      { status: 400, errors: [{ path: expect.stringContaining('sequence_id') }] },
      { status: 400 },
    ]);
    expect(edge.stored).toStrictEqual([message(1), message(2)]);
    expect(edge.metrics()).toMatchObject({
      received_total: 7,
      accepted_total: 2,
      duplicates_total: 2,
      rejected_total: 3,
      in_progress: 0,
    });
  });

  test('that all end alike are answered so, as a problem where it is one', async () => {
    const edge = createTestEdge();
    await edge.ingest(post([message(1), message(2)]));
    const answer = await edge.ingest(post([message(1), message(2)]));
    expect(answer.status).toBe(409);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(JSON.parse(answer.body)).toMatchObject({
      title: 'Conflict',
      status: 409,
      correlation_id: expect.any(String),
      results: [{ status: 409 }, { status: 409 }],
    });
  });

  test('pay the rate limit one by one; the answer asks for the longest wait', async () => {
    // One reading a second after two at once: of four the third is due after 1 s, as is the fourth, since neither was let in.
    const edge = createTestEdge({ rateLimit: { ratePerSecond: 1, burst: 2, total: null } });
    const answer = await edge.ingest(post([1, 2, 3, 4].map((id) => message(id))));
    expect(resultsOf(answer)).toMatchObject([200, 200, 429, 429].map((status) => ({ status })));
    expect(answer).toMatchObject({ status: 207, headers: { 'retry-after': '1' } });
  });

  test('wait for the slowest of them', async () => {
    const slow = { probability: 1, minMs: 100, maxMs: 100, stage: 'before-commit' } as const;
    const edge = createTestEdge({ slow });
    const answer = edge.ingest(post([message(1), message(2)]));
    await edge.clock.advanceAsync(99);
    expect(edge.stored).toStrictEqual([]);
    await edge.clock.advanceAsync(1);
    expect((await answer).status).toBe(200);
    expect(edge.stored).toHaveLength(2);
  });

  test('are no more than allowed', async () => {
    const edge = createTestEdge({ readingsMax: 2 });
    expect((await edge.ingest(post([1, 2].map((id) => message(id))))).status).toBe(200);
    const answer = await edge.ingest(post([3, 4, 5].map((id) => message(id))));
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('more than 2 readings');
    expect(edge.stored).toHaveLength(2);
  });

  test('need not be read by whoever has them at hand, and the answer is the same', async () => {
    const [read, atHand] = [createTestEdge(), createTestEdge()];
    const items = [message(1), message(2), message(1)];
    const sent = post(items);
    const answer = await read.ingest(sent);
    const body = JSON.stringify(items);
    expect(await atHand.ingest({ ...sent, body, message: items })).toStrictEqual(answer);
    expect(
      await atHand.ingest({ ...sent, body: '{', message: [{ ...message(1), sequence_id: -1 }] }),
    ).toMatchObject({ status: 400 });
    expect(atHand.stored).toStrictEqual(read.stored);
  });
});
