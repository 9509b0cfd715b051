import { afterEach, expect, test } from 'vitest';
import type { Answer, Request } from '../net/index.ts';
import { KeyedRandom } from '../random/index.ts';
import { drawForDelivery, Gateway } from './gateway.ts';
import { HeldRequest } from './open-exchange.ts';
import type { GatewaySettings } from './gateway-settings.ts';
import { HostBench } from './testing/host-bench.ts';
import { QUIET_GATEWAY } from './testing/quiet-gateway.ts';

const REQUEST: Request = { method: 'POST', path: '/ingest', headers: {}, body: '', timestamp: null };
const TAKEN: Answer = { status: 200, headers: {}, body: 'taken', retryAfter: null, echoed: true };

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** A gateway in front of an edge that takes all at once, and what became of requests: when (ms), which, and how. */
class Stand {
  readonly it = new HostBench();
  readonly ends: unknown[] = [];
  readonly gateway: Gateway;
  isUp = true;

  constructor(settings: Partial<GatewaySettings>) {
    bench = this.it;
    this.gateway = new Gateway({
      world: this.it.services,
      settings: { ...QUIET_GATEWAY, ...settings },
      downBy: () => (this.isUp ? null : 'edge.restart'),
      answered: () => {},
      pass: ({ end }) => end.answered(TAKEN),
    });
  }

  send(atMs: number, ...readings: readonly number[]): void {
    const { it, gateway, ends } = this;
    const end = (reading: number, how: unknown): void =>
      void ends.push([it.kernel.nowUs / 1000, reading, how]);
    it.at(atMs, () => {
      for (const reading of readings)
        gateway.deliver({
          key: { device: 'device-001', reading, attempt: 0, copy: 0 },
          request: REQUEST,
          end: {
            answered: ({ status, retryAfter }) =>
              end(reading, retryAfter === null ? status : [status, retryAfter]),
            broken: (by) => end(reading, by),
          },
          held: new HeldRequest(),
        });
    });
  }

  get injected(): readonly unknown[] {
    return this.it.events.flatMap((event) => (event.kind === 'fault_injected' ? [event.fault] : []));
  }
}

test('a gateway in order lets all through', async () => {
  const stand = new Stand({});
  stand.send(1, 1, 2);
  await stand.it.run(10);
  expect(stand.ends).toStrictEqual([
    [1, 1, 200],
    [1, 2, 200],
  ]);
  expect(stand.injected).toStrictEqual([]);
});

test('a gateway sheds as often as the draws say, and says when to come back in whole seconds', async () => {
  const stand = new Stand({ overload: { probability: 0.3, retryAfterMs: 1_200 } });
  stand.send(1, ...Array.from({ length: 200 }, (_, reading) => reading));
  await stand.it.run(10);
  const shed = stand.injected.length;
  // 200 · 0.3 = 60, standard deviation √(200 · 0.3 · 0.7) = 6.5; four of them are 26.
  expect(shed).toBeGreaterThan(34);
  expect(shed).toBeLessThan(86);
  expect(stand.ends.filter((end) => JSON.stringify(end).includes('[503,"2"]'))).toHaveLength(shed);
});

test('a capacity serves one at a time, lets one wait and refuses the third', async () => {
  const capacity = {
    ratePerSecond: 100,
    concurrency: 1,
    queueLimit: 1,
    service: 'constant' as const,
    retryAfterMs: null,
  };
  const stand = new Stand({ capacity });
  stand.send(1, 1, 2, 3);
  await stand.it.run(100);
  // 10 ms for each.
  expect(stand.ends).toStrictEqual([
    [1, 3, 503],
    [11, 1, 200],
    [21, 2, 200],
  ]);
  expect(stand.injected).toStrictEqual(['edge.capacity']);
  // The one was served at once, the other when the first was done.
  expect(stand.it.waitedMs).toStrictEqual([0, 10]);
});

test('a rate limit takes the burst and then one each 1/rate, and asks to wait for the next', async () => {
  const stand = new Stand({ rateLimit: { ratePerSecond: 0.5, burst: 2, total: null } });
  stand.send(1, 1, 2, 3);
  stand.send(2_001, 4);
  await stand.it.run(3_000);
  expect(stand.ends).toStrictEqual([
    [1, 1, 200],
    [1, 2, 200],
    [1, 3, [429, '2']],
    [2_001, 4, 200],
  ]);
  expect(stand.injected).toStrictEqual(['edge.rateLimit']);
});

test('a rate limit of all together is played too', async () => {
  const stand = new Stand({
    rateLimit: { ratePerSecond: null, burst: 1, total: { ratePerSecond: 1, burst: 1 } },
  });
  stand.send(1, 1, 2);
  stand.send(1_001, 3);
  await stand.it.run(3_000);
  expect(stand.ends).toStrictEqual([
    [1, 1, 200],
    [1, 2, [429, '1']],
    [1_001, 3, 200],
  ]);
});

test('of two that work on the row at once, the first to write wins', async () => {
  const stand = new Stand({ contention: { minMs: 10, maxMs: 10, retryAfterMs: 1_000 } });
  stand.send(1, 1, 2);
  stand.send(20, 3);
  await stand.it.run(100);
  expect(stand.ends).toStrictEqual([
    [11, 1, 200],
    [11, 2, [503, '1']],
    [30, 3, 200],
  ]);
  expect(stand.injected).toStrictEqual(['edge.contention']);
});

test('what waits in the gateway when the edge crashes is cut off', async () => {
  const stand = new Stand({ contention: { minMs: 10, maxMs: 10, retryAfterMs: null } });
  stand.send(1, 1);
  stand.it.at(5, () => (stand.isUp = false));
  await stand.it.run(100);
  expect(stand.ends).toStrictEqual([[11, 1, 'edge.restart']]);
});

test('each delivery has draws of its own, the same however often they are taken', () => {
  const random = new KeyedRandom('gateway');
  const draw = (reading: number | null, attempt: number, copy: number): number =>
    drawForDelivery(
      { random, gate: null },
      {
        device: 'device-001',
        reading,
        attempt,
        copy,
      },
    )('overload');
  const all = [draw(1, 0, 0), draw(1, 1, 0), draw(1, 0, 1), draw(2, 0, 0), draw(null, 0, 0)];
  expect(new Set(all).size).toBe(all.length);
  expect(draw(1, 1, 0)).toBe(all[1]);
});
