import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceEnv, EdgeFactory, EdgeUnderTest } from '../../ports/index.ts';
import type { HostBench } from './testing/host-bench.ts';
import { smallWorld } from './testing/small-world.ts';
import type { SmallWorldOptions } from './testing/small-world.ts';

const CARRIERS = ['supertest', 'inject'] as const;

/** How long an edge is at work that does not look at its client. */
const WORK_MS = 3_000;

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** The device boots at 1 ms and posts at once; each way takes 10 ms, so the request is at the edge at 11 ms. */
function postFor(timeoutMs: number) {
  return async ({ edgeUrl, fetch }: DeviceEnv): Promise<unknown> => {
    const signal = AbortSignal.timeout(timeoutMs);
    const body = '{"device_id":"device-001","sequence_id":0}';
    const answer = await fetch(edgeUrl, { method: 'POST', headers: {}, body, signal });
    return answer.status;
  };
}

async function world(
  options: Pick<SmallWorldOptions, 'carrier' | 'edge'> & Partial<SmallWorldOptions>,
): Promise<Awaited<ReturnType<typeof smallWorld>>> {
  const made = await smallWorld({ devices: [postFor(100)], forMs: 5_000, ...options });
  bench = made.it;
  return made;
}

/** What the edge says happened, each with the virtual time in ms. */
function telling(handler: (say: (what: string) => void) => EdgeUnderTest['handler']): {
  readonly said: readonly string[];
  readonly edge: EdgeFactory;
} {
  const said: string[] = [];
  const edge: EdgeFactory = ({ clock }) => ({
    handler: handler((what) => said.push(`${what} at ${clock.monotonic()}`)),
  });
  return { said, edge };
}

function gone({ events }: HostBench): readonly unknown[] {
  return events.filter(({ kind }) => kind === 'client_gone').map(({ at }) => at / 1_000);
}

describe.for(CARRIERS)('over %s', (carrier) => {
  test('an edge hears of a client that gave up one latency later, in the exchange', async () => {
    const { said, edge } = telling((say) => (request, response) => {
      setTimeout(() => say('worked on'), WORK_MS);
      request.on('aborted', () => say('aborted'));
      response.on('close', () => say(`closed, finished: ${response.writableFinished}`));
    });
    const { it, ends } = await world({ carrier, edge });
    // The client gives up 100 ms after 1 ms, and 10 ms later the edge knows. It has not read the body, so it is aborted.
    expect(said).toEqual(['aborted at 111', 'closed, finished: false at 111', 'worked on at 3011']);
    expect(it.events.filter(({ kind }) => kind === 'client_gone')).toEqual([
      { at: 111_000, kind: 'client_gone', device: 'device-001', reading: null, attempt: 0, copy: 0 },
    ]);
    expect(ends).toMatchObject([{ name: 'TimeoutError' }]);
    // An edge that never answers does not hold up the world.
    expect(it.crashes).toEqual([]);
  });

  test('an edge that answers all the same throws nothing, and its answer is late', async () => {
    const { said, edge } = telling((say) => async (_request, response) => {
      await sleep(500);
      response.writeHead(200, { 'content-type': 'text/plain' });
      say(`written: ${response.write('a')}`);
      response.end('b');
      say('ended');
    });
    const { it } = await world({ carrier, edge });
    // Begun at 11 ms, done half a second later; the answer would have come 10 ms after that.
    expect(said).toEqual(['written: false at 511', 'ended at 511']);
    expect(it.events.filter(({ at }) => at > 100_000)).toMatchObject([
      { at: 101_000, kind: 'attempt_abandoned' },
      { at: 111_000, kind: 'client_gone' },
      { at: 511_000, kind: 'request_answered', status: 200 },
      { at: 521_000, kind: 'answer_late', status: 200 },
    ]);
    expect(it.crashes).toEqual([]);
  });

  test('an edge that has answered hears nothing', async () => {
    const { said, edge } = telling((say) => (_request, response) => {
      response.on('close', () => say(`closed, finished: ${response.writableFinished}`));
      response.end('ok');
    });
    const { it } = await world({ carrier, edge, devices: [postFor(15)] });
    // The client gives up at 16 ms; the answer, written at 11 ms, would have come at 21 ms.
    expect(said).toEqual(['closed, finished: true at 11']);
    expect(it.kinds()).toContain('answer_late');
    expect(gone(it)).toEqual([]);
  });

  test('a device that loses power is gone for the edge one latency later', async () => {
    const { said, edge } = telling((say) => (_request, response) => {
      setTimeout(() => response.end(), WORK_MS);
      response.on('close', () => say('closed'));
    });
    const { it } = await world({
      carrier,
      edge,
      devices: [postFor(4_000)],
      happens: (bench, [device]) => bench.at(50, () => device?.crash()),
    });
    expect(said).toEqual(['closed at 60']);
    expect(gone(it)).toEqual([60]);
  });

  test('work that stops when the client is gone is stopped then', async () => {
    const { said, edge } = telling((say) => async (_request, response) => {
      const stop = new AbortController();
      response.on('close', () => stop.abort());
      try {
        await sleep(1_500, null, { signal: stop.signal });
        say('done');
      } catch {
        say('stopped');
      }
    });
    await world({ carrier, edge });
    expect(said).toEqual(['stopped at 111']);
  });

  test('what a listener for that throws is the error of the edge, as on Node', async () => {
    const { edge } = telling(() => (_request, response) => {
      setTimeout(() => response.end(), WORK_MS);
      response.on('close', () => {
        throw new Error('not expected');
      });
    });
    const { it } = await world({ carrier, edge });
    expect(it.crashes).toMatchObject([{ where: 'stray', error: { message: 'not expected' } }]);
  });

  test('a crash of the edge ends what it works on for a client that is gone', async () => {
    let stopped = 0;
    const { said, edge } = telling((say) => async (_request, response) => {
      await sleep(500);
      say('never said');
      response.end();
    });
    const { it } = await world({
      carrier,
      edge,
      crashEdgeAtMs: 200,
      happens: (bench) => bench.at(201, () => (stopped = bench.openWork())),
    });
    expect(said).toEqual([]);
    expect(stopped).toBe(0);
    // One request was in work.
    expect(it.events.find(({ kind }) => kind === 'edge_crashed')).toMatchObject({ openExchanges: 1 });
  });
});

test.for(CARRIERS)(
  'a gateway over %s passes the goodbye on behind the request that it holds',
  async (carrier) => {
    const { said, edge } = telling((say) => async (_request, response) => {
      response.on('close', () => say('closed'));
      say('begun');
      await sleep(5);
      response.end();
    });
    const slow = { probability: 1, minMs: 300, maxMs: 300, stage: 'before-commit' as const };
    const { it } = await world({ carrier, edge, settings: { slow } });
    expect(said).toEqual(['begun at 311', 'closed at 311']);
    expect(gone(it)).toEqual([311]);
  },
);
