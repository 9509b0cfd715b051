import { describe, expect, test } from 'vitest';
import { Kernel } from '../kernel/index.ts';
import { KeyedRandom } from '../random/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import { defaultsOf } from '../../settings/index.ts';
import { Connection, Fabric } from '../net/index.ts';
import type { Answer, DeliveryEnd, Request } from '../net/index.ts';
import { NETWORK_SETTINGS, networkInForce } from './network.ts';
import type { NetworkSettings } from './network.ts';

const always = { probability: 1 };

const CLEAN: NetworkSettings = {
  ...defaultsOf(NETWORK_SETTINGS),
  latency: { distribution: 'constant', valueMs: 10 },
};

const REQUEST: Request = {
  method: 'POST',
  path: '/ingest',
  headers: {},
  body: '{"sequence_id":7}',
  timestamp: '2026-01-01T00:00:00.000Z',
};

const ACCEPTED: Answer = { status: 200, headers: {}, body: '', retryAfter: '2', echoed: true };

interface Setup {
  readonly network?: Partial<NetworkSettings>;
  /** What the network is like from then on. */
  readonly later?: { readonly afterMs: number; readonly network: Partial<NetworkSettings> };
  readonly isUp?: boolean;
  /** What the edge does with a delivery; by default it answers at once. */
  readonly handle?: (end: DeliveryEnd, kernel: Kernel, request: Request) => void;
  /** The client gives up after this long, or its device crashes. */
  readonly giveUp?: { readonly afterMs: number; readonly why: 'timeout' | 'crash' };
  readonly seed?: string;
  readonly request?: Request;
}

interface Told {
  readonly client: readonly string[];
  readonly bodies: readonly (string | Uint8Array)[];
  readonly events: readonly TraceEvent[];
  /** When fewer were on the way and no event said so. */
  readonly landedAtMs: readonly number[];
}

/** One attempt through one network. */
async function attempt(setup: Setup): Promise<Told> {
  const {
    network = {},
    later,
    isUp = true,
    handle = (end) => end.answered(ACCEPTED),
    giveUp,
    seed = 's',
    request = REQUEST,
  } = setup;
  const events: TraceEvent[] = [];
  const client: string[] = [];
  const bodies: (string | Uint8Array)[] = [];
  const kernel = new Kernel({
    limits: { events: 1_000, virtualUs: 1e12, wallMs: 10_000 },
    wallMs: () => 0,
    breathe: () => Promise.resolve(),
    settle: () => Promise.resolve(null),
    outside: null,
  });
  let inForce = networkInForce({ ...CLEAN, ...network });
  if (later !== undefined) {
    kernel.after(later.afterMs * 1_000, () => (inForce = networkInForce({ ...CLEAN, ...later.network })));
  }
  const landedAtMs: number[] = [];
  const fabric = new Fabric({
    gate: null,
    kernel,
    random: new KeyedRandom(seed),
    record: (event) => void events.push(event),
    edge: {
      isUp: () => isUp,
      deliver: (delivery, request) => {
        const { device, reading, attempt: number, copy } = delivery;
        events.push({ at: kernel.nowUs, kind: 'request_delivered', device, reading, attempt: number, copy });
        bodies.push(request.body);
        handle(delivery, kernel, request);
        return {
          hungUp: (): void =>
            void events.push({
              at: kernel.nowUs,
              kind: 'client_gone',
              device,
              reading,
              attempt: number,
              copy,
            }),
        };
      },
    },
    network: () => inForce,
    groupOf: () => null,
    landed: () => void landedAtMs.push(kernel.nowUs / 1_000),
    retryAfterMs: (header) => Number(header) * 1000,
  });
  const say = (what: string) => (): void => void client.push(`${what} at ${kernel.nowUs / 1000} ms`);
  const sent = fabric.send({ device: 'device-001', reading: 7, attempt: 0 }, 0, request, {
    answered: ({ status }) => say(`answered ${status}`)(),
    begun: ({ status }) => say(`begun ${status}`)(),
    refused: say('refused'),
    reset: say('reset'),
  });
  if (giveUp !== undefined) kernel.after(giveUp.afterMs * 1000, () => sent.abandon(giveUp.why));
  await kernel.run();
  expect(fabric.onTheWay).toBe(0);
  return { client, bodies, events, landedAtMs };
}

/** The kinds of what happened after the sending. */
function kinds({ events }: Told): readonly string[] {
  return events.slice(1).map(({ kind }) => kind);
}

describe('an attempt ends', () => {
  test('answered, there and back by the latency, with Retry-After read', async () => {
    const told = await attempt({});
    expect(kinds(told)).toEqual(['request_delivered', 'answer_delivered']);
    expect(told.client).toEqual(['answered 200 at 20 ms']);
    expect(told.events.at(-1)).toMatchObject({ at: 20_000, status: 200, echoed: true, retryAfterMs: 2_000 });
  });

  test('answered after the one latency there and the other back, where they differ', async () => {
    const told = await attempt({ network: { answerLatency: { distribution: 'constant', valueMs: 500 } } });
    expect(told.events.map(({ kind, at }) => [kind, at / 1_000])).toEqual([
      ['attempt_sent', 0],
      ['request_delivered', 10],
      // 10 ms there and 500 ms back.
      ['answer_delivered', 510],
    ]);
  });

  test('refused at once by a partition that refuses, without reaching the edge', async () => {
    const told = await attempt({ network: { partition: { mode: 'refuse', devices: 'all' } } });
    expect(kinds(told)).toEqual(['fault_injected', 'attempt_refused']);
    expect(told.client).toEqual(['refused at 0 ms']);
  });

  test('refused after there and back where no edge is up', async () => {
    const told = await attempt({ isUp: false });
    expect(kinds(told)).toEqual(['attempt_refused']);
    expect(told.client).toEqual(['refused at 20 ms']);
  });

  test('with the request lost: the client hears nothing and gives up', async () => {
    const told = await attempt({ network: { loss: always }, giveUp: { afterMs: 5_000, why: 'timeout' } });
    expect(kinds(told)).toEqual(['fault_injected', 'request_lost', 'attempt_abandoned']);
    expect(told.client).toEqual([]);
  });

  test('with the answer lost: processed, and the client gives up', async () => {
    const told = await attempt({
      network: { answerLoss: always },
      giveUp: { afterMs: 5_000, why: 'timeout' },
    });
    expect(kinds(told)).toEqual(['request_delivered', 'fault_injected', 'answer_lost', 'attempt_abandoned']);
  });

  test('with the answer late: processed, and it comes after the client gave up', async () => {
    const told = await attempt({
      handle: (end, kernel) => void kernel.after(6_000_000, () => end.answered(ACCEPTED)),
      giveUp: { afterMs: 5_000, why: 'timeout' },
    });
    expect(kinds(told)).toEqual(['request_delivered', 'attempt_abandoned', 'client_gone', 'answer_late']);
    expect(told.client).toEqual([]);
  });

  test('duplicated: delivered again later, and only the original is answered to the client', async () => {
    const told = await attempt({ network: { duplicate: { ...always, minMs: 500, maxMs: 500 } } });
    expect(kinds(told)).toEqual([
      'fault_injected',
      'request_delivered',
      'answer_delivered',
      'request_delivered',
    ]);
    expect(told.events.filter(({ kind }) => kind === 'request_delivered')).toMatchObject([
      { at: 10_000, copy: 0 },
      { at: 510_000, copy: 1 },
    ]);
    expect(told.client).toEqual(['answered 200 at 20 ms']);
  });

  test('reset, before or after the edge got the request, as the draw says', async () => {
    const processed = new Set<boolean>();
    for (let seed = 0; seed < 20; seed += 1) {
      const told = await attempt({ network: { reset: always }, seed: String(seed) });
      const end = told.events.at(-1);
      if (end?.kind !== 'attempt_reset') throw new Error('The connection was not reset.');
      processed.add(end.processed);
      expect(told.bodies).toHaveLength(end.processed ? 1 : 0);
      expect(told.client).toEqual([`reset at ${end.processed ? 20 : 10} ms`]);
    }
    expect(processed.size).toBe(2);
  });

  test('reset when the edge breaks the connection, with its reason', async () => {
    const told = await attempt({ handle: (end) => end.broken('edge.restart') });
    expect(told.events.at(-1)).toMatchObject({ kind: 'attempt_reset', by: 'edge.restart', processed: true });
  });

  test('with nobody to hear the answer when the device has crashed', async () => {
    const told = await attempt({ giveUp: { afterMs: 15, why: 'crash' } });
    expect(told.events.at(-1)).toMatchObject({ kind: 'answer_lost', by: 'device_down' });
    expect(told.client).toEqual([]);
  });
});

describe('a request in pieces', () => {
  const dribbling = { requestDribble: { ...always, maxMs: 8_000 } };

  test('is at the edge with its head, and whole so much later', async () => {
    let wholeAtMs = NaN;
    const told = await attempt({
      network: dribbling,
      handle: (end, kernel, { coming }) =>
        coming?.whenWhole(() => {
          wholeAtMs = kernel.nowUs / 1_000;
          end.answered(ACCEPTED);
        }),
    });
    expect(kinds(told)).toEqual(['fault_injected', 'request_delivered', 'answer_delivered']);
    expect(wholeAtMs).toBeGreaterThan(10);
    expect(wholeAtMs).toBeLessThanOrEqual(8_010);
    expect(told.client).toEqual([`answered 200 at ${wholeAtMs + 10} ms`]);
  });

  test('breaks off: both ends hear of it, and the rest never comes', async () => {
    let isWhole = false;
    const told = await attempt({
      network: { requestCut: always },
      handle: (_end, _kernel, { coming }) => coming?.whenWhole(() => (isWhole = true)),
    });
    expect(kinds(told)).toEqual(['fault_injected', 'request_delivered', 'attempt_reset', 'client_gone']);
    expect(told.events.at(-2)).toMatchObject({ by: 'network.requestCut', processed: false });
    expect(told.client).toEqual(['reset at 20 ms']);
    expect(isWhole).toBe(false);
  });

  test('is reset before its rest has come', async () => {
    const seeds = Array.from({ length: 20 }, (_, index) => String(index));
    const ends = await Promise.all(
      seeds.map((seed) => attempt({ network: { ...dribbling, reset: always }, seed })),
    );
    expect(ends.map(({ events }) => events.at(-1))).toEqual(
      seeds.map(() => expect.objectContaining({ kind: 'attempt_reset', processed: false })),
    );
  });

  test('of no body comes as a whole', async () => {
    const request = { ...REQUEST, body: '' };
    const told = await attempt({ network: { ...dribbling, requestCut: always }, request });
    expect(kinds(told)).toEqual(['request_delivered', 'answer_delivered']);
  });
});

const SAYS_MORE: Answer = { ...ACCEPTED, body: '{"sequence_id":7}' };

describe('an answer', () => {
  const answering = (answer: Answer): Pick<Setup, 'handle'> => ({ handle: (end) => end.answered(answer) });
  const cut = { answerCut: always };

  test('breaks off after its head, and the edge has processed the request', async () => {
    const told = await attempt({ network: cut, ...answering(SAYS_MORE) });
    expect(kinds(told)).toEqual(['request_delivered', 'fault_injected', 'answer_begun', 'attempt_reset']);
    // There and back, and a millisecond to read what has come.
    expect(told.client).toEqual(['begun 200 at 20 ms', 'reset at 21 ms']);
    expect(told.events.at(-1)).toMatchObject({ by: 'network.answerCut', processed: true });
  });

  test('without a body does not begin before it breaks off', async () => {
    const told = await attempt({ network: cut, ...answering(ACCEPTED) });
    expect(told.client).toEqual(['reset at 21 ms']);
  });

  test('that breaks off when nobody waits for it is lost', async () => {
    const giveUp = { afterMs: 15, why: 'timeout' } as const;
    const told = await attempt({ network: cut, ...answering(SAYS_MORE), giveUp });
    expect(kinds(told).slice(-2)).toEqual(['attempt_abandoned', 'answer_lost']);
    expect(told.client).toEqual([]);
  });

  test('dribbles in: the end comes so much later than the head', async () => {
    const told = await attempt({
      network: { dribble: { ...always, maxMs: 8_000 } },
      ...answering(SAYS_MORE),
    });
    const [begun, ended] = told.client;
    expect(begun).toBe('begun 200 at 20 ms');
    const endedAtMs = Number(/^answered 200 at (.+) ms$/.exec(ended ?? '')?.[1]);
    expect(endedAtMs).toBeGreaterThan(20);
    expect(endedAtMs).toBeLessThanOrEqual(8_020);
  });

  test('that dribbles past the patience of its client comes late', async () => {
    const network = { dribble: { ...always, maxMs: 8_000 } };
    const told = await attempt({ network, ...answering(SAYS_MORE), giveUp: { afterMs: 21, why: 'timeout' } });
    expect(kinds(told).slice(-3)).toEqual(['answer_begun', 'attempt_abandoned', 'answer_late']);
  });
});

describe('a connection', () => {
  const over = (
    given: Partial<Connection>,
  ): { readonly request: Request; readonly connection: Connection } => {
    const connection = Object.assign(new Connection(), given);
    return { request: { ...REQUEST, connection }, connection };
  };

  test('that was kept is reset, before the edge has the request', async () => {
    const network = { idleClose: { ...always, afterMs: 0 } };
    const told = await attempt({ network, ...over({ idleSinceUs: 0 }) });
    expect(kinds(told)).toEqual(['fault_injected', 'attempt_reset']);
    expect(told.events.at(-1)).toMatchObject({ by: 'network.idleClose', processed: false });
    // A new one is never that old, and one that is used again soon is not yet forgotten.
    expect((await attempt({ network, ...over({}) })).client).toEqual(['answered 200 at 20 ms']);
    const later = { idleClose: { ...always, afterMs: 1 } };
    expect((await attempt({ network: later, ...over({ idleSinceUs: 0 }) })).client).toEqual([
      'answered 200 at 20 ms',
    ]);
  });

  test('whose other end is gone loses what is sent over it, when the fault is long over too', async () => {
    const { request, connection } = over({});
    const giveUp = { afterMs: 5_000, why: 'timeout' } as const;
    const first = await attempt({ network: { halfOpen: always }, request, giveUp });
    expect(kinds(first)).toEqual(['fault_injected', 'request_lost', 'attempt_abandoned']);
    expect(connection.deadBy).toBe('network.halfOpen');
    const next = await attempt({ request, giveUp });
    expect(kinds(next)).toEqual(['fault_injected', 'request_lost', 'attempt_abandoned']);
  });

  test('tells when it became idle, once it has carried an answer', async () => {
    const { request, connection } = over({});
    await attempt({ request });
    expect(connection).toEqual({ idleSinceUs: 20_000, deadBy: null });
  });
});

/** When the edge hears that its client is gone, in ms. */
function goneAt({ events }: Told): readonly number[] {
  return events.filter(({ kind }) => kind === 'client_gone').map(({ at }) => at / 1_000);
}

/** An edge that is at work for so long. */
function workingMs(delayMs: number): Pick<Setup, 'handle'> {
  return { handle: (end, kernel) => void kernel.after(delayMs * 1_000, () => end.answered(ACCEPTED)) };
}

const AFTER_ONE_SECOND = { afterMs: 1_000, why: 'timeout' } as const;

describe('the edge hears of a client that is gone', () => {
  test.for(['timeout', 'crash'] as const)('one latency after its %s', async (why) => {
    const told = await attempt({ ...workingMs(5_000), giveUp: { afterMs: 1_000, why } });
    expect(goneAt(told)).toEqual([1_010]);
  });

  test('behind the request, however long that was held up', async () => {
    const reorder = { ...always, minMs: 3_000, maxMs: 3_000 };
    const told = await attempt({ network: { reorder }, ...workingMs(5_000), giveUp: AFTER_ONE_SECOND });
    // 10 ms there and 3 s more; the goodbye would have been there at 1,010 ms.
    expect(goneAt(told)).toEqual([3_010]);
    expect(kinds(told).indexOf('client_gone')).toBeGreaterThan(kinds(told).indexOf('request_delivered'));
  });

  test('not when it has answered', async () => {
    const told = await attempt({ ...workingMs(995), giveUp: AFTER_ONE_SECOND });
    // Answered at 1,005 ms: the answer and the goodbye pass each other.
    expect(kinds(told)).toEqual(['request_delivered', 'attempt_abandoned', 'answer_late']);
  });

  test('not when the request or the answer was lost', async () => {
    const lost = await attempt({ network: { loss: always }, giveUp: AFTER_ONE_SECOND });
    expect(goneAt(lost)).toEqual([]);
    expect(goneAt(await attempt({ network: { answerLoss: always }, giveUp: AFTER_ONE_SECOND }))).toEqual([]);
  });

  test('not for a copy, whose sender has another connection', async () => {
    const duplicate = { ...always, minMs: 500, maxMs: 500 };
    const told = await attempt({ network: { duplicate }, ...workingMs(5_000), giveUp: AFTER_ONE_SECOND });
    expect(told.events.filter(({ kind }) => kind === 'client_gone')).toMatchObject([
      { at: 1_010_000, copy: 0 },
    ]);
  });

  test.for<readonly ['both' | 'requests' | 'answers' | 'refuse', readonly number[]]>([
    ['both', []],
    ['requests', []],
    ['refuse', []],
    ['answers', [1_010]],
  ])('through a partition of mode %s only if that lets requests through', async ([mode, expected]) => {
    // It begins when the request is at the edge already.
    const later = { network: { partition: { mode, devices: 'all' } } as const, afterMs: 500 };
    expect(goneAt(await attempt({ later, ...workingMs(5_000), giveUp: AFTER_ONE_SECOND }))).toEqual(expected);
  });

  test('of a connection that is reset, as the client does, each one latency later', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const told = await attempt({ network: { reset: always }, ...workingMs(5_000), seed: String(seed) });
      const reset = told.events.find(({ kind }) => kind === 'attempt_reset');
      if (reset?.kind !== 'attempt_reset') throw new Error('The connection was not reset.');
      // It breaks as the request gets there, at 10 ms. Before that the edge has nothing of it.
      expect(told.client).toEqual([`reset at ${reset.processed ? 20 : 10} ms`]);
      expect(goneAt(told)).toEqual(reset.processed ? [20] : []);
      expect(kinds(told)).not.toContain('answer_delivered');
    }
  });

  test('and may never answer: after a minute nothing waits for it any more', async () => {
    const told = await attempt({ handle: () => {}, giveUp: AFTER_ONE_SECOND });
    expect(goneAt(told)).toEqual([1_010]);
    expect(told.landedAtMs).toEqual([61_010]);
  });

  test('by draws of its own: whether and when it does moves nothing else', async () => {
    const latency = { distribution: 'uniform', minMs: 1, maxMs: 999 } as const;
    const arrivals = async (giveUp: Setup['giveUp']): Promise<readonly unknown[]> => {
      const told = await attempt({ network: { latency }, ...workingMs(5_000), ...(giveUp && { giveUp }) });
      const answer = told.events.findLast(({ kind }) => kind.startsWith('answer_'));
      return [told.events.find(({ kind }) => kind === 'request_delivered')?.at, answer?.at];
    };
    expect(await arrivals({ afterMs: 2_000, why: 'timeout' })).toEqual(await arrivals(undefined));
  });
});

describe('what happens on the way', () => {
  test('a copy that meets no edge is lost, and said to be', async () => {
    let deliveries = 0;
    const up = { network: { duplicate: { ...always, minMs: 500, maxMs: 500 } } };
    expect(
      (
        await attempt({
          ...up,
          handle: (end) => {
            deliveries += 1;
            end.answered(ACCEPTED);
          },
        })
      ).client,
    ).toHaveLength(1);
    expect(deliveries).toBe(2);
    const told = await attempt({ ...up, isUp: false });
    expect(kinds(told)).toEqual(['fault_injected', 'attempt_refused', 'copy_lost']);
  });

  test('a damaged body is no valid UTF-8 any more, whatever byte was hit', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { bodies } = await attempt({ network: { corrupt: always }, seed: String(seed) });
      const [body] = bodies;
      if (!(body instanceof Uint8Array)) throw new Error('The body was not damaged.');
      expect(body).toHaveLength(REQUEST.body.length);
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(body)).toThrow();
    }
  });

  test.for<readonly ['both' | 'requests' | 'answers', readonly string[]]>([
    ['both', ['fault_injected', 'request_lost']],
    ['requests', ['fault_injected', 'request_lost']],
    ['answers', ['request_delivered', 'fault_injected', 'answer_lost']],
  ])('a partition of mode %s loses what it names', async ([mode, expected]) => {
    expect(kinds(await attempt({ network: { partition: { mode, devices: 'all' } } }))).toEqual(expected);
  });

  test('a partition of the first devices spares the others', async () => {
    const told = await attempt({ network: { partition: { mode: 'both', devices: { first: 0 } } } });
    expect(told.client).toEqual(['answered 200 at 20 ms']);
  });

  test('jitter and reordering add to the way there', async () => {
    const told = await attempt({ network: { reorder: { ...always, minMs: 1_000, maxMs: 1_000 } } });
    expect(told.client).toEqual(['answered 200 at 1020 ms']);
    const jittered = await attempt({ network: { jitter: { ...always, maxMs: 2_000 } } });
    const delivered = jittered.events.find(({ kind }) => kind === 'request_delivered');
    expect(delivered?.at).toBeGreaterThan(10_000);
    expect(delivered?.at).toBeLessThan(2_010_000);
  });

  test('a narrow link takes as long as the request has bytes', async () => {
    // 17 bytes at 1,000 bytes a second are 17 ms, beside 10 ms each way.
    const told = await attempt({
      network: { bandwidth: { bytesPerSecond: 1_000, answerBytesPerSecond: null } },
    });
    expect(told.client).toEqual(['answered 200 at 37 ms']);
  });

  test('and so does a link whose way back is narrow, by the bytes of the answer', async () => {
    const handle = (end: DeliveryEnd): void => end.answered({ ...ACCEPTED, body: 'ü'.repeat(25) });
    // 50 bytes of text at 1,000 bytes a second are 50 ms, beside 10 ms each way; the request takes no time to leave.
    const bandwidth = { bytesPerSecond: null, answerBytesPerSecond: 1_000 };
    const told = await attempt({ network: { bandwidth }, handle });
    expect(told.client).toEqual(['answered 200 at 70 ms']);
    expect(kinds(told)).toEqual(['request_delivered', 'fault_injected', 'answer_delivered']);
  });
});
