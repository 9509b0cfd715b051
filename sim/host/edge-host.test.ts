import { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { Answer, DeliveryEnd, Request } from '../net/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import { createSupertestTransport } from '../transport/index.ts';
import { EdgeHost } from './edge-host.ts';
import type { FrontSettings, GatewaySettings } from './gateway-settings.ts';
import type { AcceptedReading, EdgeEnv, EdgeFactory, EdgeUnderTest } from '../../ports/index.ts';
import { currentScope } from './scope.ts';
import { HostBench } from './testing/host-bench.ts';
import { QUIET_GATEWAY } from './testing/quiet-gateway.ts';

type Handler = EdgeUnderTest['handler'];

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

function edgeOf(
  factory: EdgeFactory,
  settings = QUIET_GATEWAY,
): { readonly it: HostBench; readonly edge: EdgeHost<FrontSettings & GatewaySettings> } {
  const it = new HostBench();
  bench = it;
  const edge = new EdgeHost({ world: it.services, factory, transport: createSupertestTransport, settings });
  it.openWork = () => edge.openWork;
  edge.boot();
  return { it, edge };
}

function plain(handler: Handler): EdgeFactory {
  return () => ({ handler });
}

function key(reading: number): DeliveryKey {
  return { device: 'device-001', reading, attempt: 0, copy: 0 };
}

function post(reading: number): Request {
  const body = JSON.stringify({ device_id: 'device-001', sequence_id: reading });
  return {
    method: 'POST',
    path: '/ingest',
    headers: { 'content-type': 'application/json' },
    body,
    timestamp: null,
  };
}

/** What became of deliveries, with the virtual time in ms. */
class Ends {
  readonly all: unknown[] = [];
  readonly #it: HostBench;

  constructor(it: HostBench) {
    this.#it = it;
  }

  of(reading: number): DeliveryEnd {
    const at = (): number => this.#it.kernel.nowUs / 1000;
    return {
      answered: ({ status, body }: Answer) => void this.all.push([reading, status, body, at()]),
      broken: (by) => void this.all.push([reading, by, at()]),
    };
  }
}

function answerAfter(delayMs: number): Handler {
  return (_request, response) => void setTimeout(() => response.end('done'), delayMs);
}

test('a request comes to the handler as it was sent, and its answer back', async () => {
  const seen: unknown[] = [];
  const { it, edge } = edgeOf(
    plain((request, response) => {
      void text(request).then((body) => {
        seen.push([request.method, request.url, request.headers['content-type'], body]);
        response.writeHead(201, { 'Retry-After': '7' }).end('stored');
      });
    }),
  );
  const ends = new Ends(it);
  it.at(5, () => edge.deliver(key(4), post(4), ends.of(4)));
  await it.run(10);
  expect(seen).toStrictEqual([['POST', '/ingest', 'application/json', post(4).body]]);
  expect(ends.all).toStrictEqual([[4, 201, 'stored', 5]]);
  expect(it.events).toMatchObject([
    { kind: 'edge_started', boot: 0 },
    { at: 5_000, kind: 'request_delivered', ...key(4) },
    { at: 5_000, kind: 'request_answered', ...key(4), status: 201, retryAfter: '7', source: 'edge' },
  ]);
});

test('the messages of an app have its prototypes before they come to it', async () => {
  const app = {
    request: Object.create(IncomingMessage.prototype),
    response: Object.create(ServerResponse.prototype),
  };
  const seen: unknown[] = [];
  const handler: Handler = (request, response) => {
    seen.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
    response.end('stored');
  };
  const { it, edge } = edgeOf(plain(Object.assign(handler, app)));
  const ends = new Ends(it);
  it.at(5, () => edge.deliver(key(4), post(4), ends.of(4)));
  await it.run(10);
  expect(ends.all).toStrictEqual([[4, 200, 'stored', 5]]);
  expect(seen[0]).toBe(app.request);
  expect(seen[1]).toBe(app.response);
});

test('what an edge draws by Math.random for one request hangs on no request before it', async () => {
  const drawnBy = async (readings: readonly number[]): Promise<ReadonlyMap<string, readonly number[]>> => {
    const drawn = new Map<string, number[]>();
    const { it, edge } = edgeOf(
      plain((request, response) => {
        void text(request).then((body) => {
          drawn.set(body, [Math.random(), Math.random()]);
          response.end();
        });
      }),
    );
    const ends = new Ends(it);
    readings.forEach((reading, at) => {
      it.at(at + 1, () => edge.deliver(key(reading), post(reading), ends.of(reading)));
    });
    await it.run(10);
    it.close();
    return drawn;
  };
  const alone = await drawnBy([4]);
  const third = await drawnBy([2, 3, 4]);
  const { body } = post(4);
  expect(third.get(String(body))).toEqual(alone.get(String(body)));
  // Two draws of three readings: no two are one number.
  expect(new Set([...third.values()].flat()).size).toBe(6);
});

test.for([
  { body: '{"device_id":"device-001","sequence_id":4}', echoed: true },
  { body: '{"sequence_id":4}', echoed: true },
  { body: '{"device_id":"device-002","sequence_id":4}', echoed: false },
  { body: '{"sequence_id":"4"}', echoed: false },
  { body: '<html>Please log in</html>', echoed: false },
  { body: '', echoed: false },
  // Created, as many answer a POST.
  { status: 201, body: '{"sequence_id":4}', echoed: true },
  { status: 503, body: '{"sequence_id":4}', echoed: false },
])('an answer of $body echoes reading 4: $echoed', async ({ status = 200, body, echoed }) => {
  const { it, edge } = edgeOf(plain((_request, response) => void response.writeHead(status).end(body)));
  const answers: Answer[] = [];
  const end: DeliveryEnd = { answered: (answer) => void answers.push(answer), broken: () => {} };
  it.at(1, () => edge.deliver(key(4), post(4), end));
  await it.run(5);
  expect(answers.map((answer) => answer.echoed)).toStrictEqual([echoed]);
});

test('an edge that hangs up breaks its exchange and no other', async () => {
  const { it, edge } = edgeOf(
    plain((request, response) => {
      if (request.url === '/gone') request.socket.destroy();
      else response.end('ok');
    }),
  );
  const ends = new Ends(it);
  it.at(1, () => edge.deliver(key(1), { ...post(1), path: '/gone' }, ends.of(1)));
  it.at(2, () => edge.deliver(key(2), post(2), ends.of(2)));
  await it.run(5);
  expect(ends.all).toStrictEqual([
    [1, 'edge_closed', 1],
    [2, 200, 'ok', 2],
  ]);
  expect(edge.openWork).toBe(0);
});

test('the code of an exchange knows which exchange it is for, however it got there', async () => {
  const seen = new Map<string, unknown>();
  const look = (where: string): void => void seen.set(where, currentScope.getStore()?.exchange);
  const { it, edge } = edgeOf(
    plain((request, response) => {
      look('handler');
      request.on('data', () => look('data'));
      request.on('end', () => {
        look('end');
        setTimeout(() => {
          look('timer');
          setImmediate(() => {
            look('immediate');
            response.end('ok');
          });
        }, 3);
      });
    }),
  );
  const ends = new Ends(it);
  // The second comes over the connection that the first one opened.
  it.at(1, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(50, () => edge.deliver(key(2), post(2), ends.of(2)));
  await it.run(100);
  expect(ends.all).toHaveLength(2);
  expect([...seen]).toStrictEqual(
    ['handler', 'data', 'end', 'timer', 'immediate'].map((where) => [where, key(2)]),
  );
});

test('what a handler does once its answer is out is a host’s doing still', async () => {
  const scopes: unknown[] = [];
  const { it, edge } = edgeOf(
    plain((_request, response) => {
      response.on('finish', () => scopes.push(currentScope.getStore()?.globals?.isAlive()));
      response.on('close', () => scopes.push(currentScope.getStore()?.globals?.isAlive()));
      response.end('ok');
    }),
  );
  const ends = new Ends(it);
  it.at(1, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(2, () => edge.deliver(key(2), post(2), ends.of(2)));
  await it.run(5);
  expect(scopes).toStrictEqual([true, true, true, true]);
});

test('a crash breaks what is open, and what was under way is never answered', async () => {
  const { it, edge } = edgeOf(plain(answerAfter(100)));
  const ends = new Ends(it);
  it.at(10, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(20, () => edge.deliver(key(2), post(2), ends.of(2)));
  it.at(30, () => edge.crash());
  await it.run(500);
  expect(ends.all).toStrictEqual([
    [1, 'edge.restart', 30],
    [2, 'edge.restart', 30],
  ]);
  expect(it.events.at(-1)).toStrictEqual({ at: 30_000, kind: 'edge_crashed', boot: 0, openExchanges: 2 });
  expect(edge.isUp()).toBe(false);
  expect(edge.openWork).toBe(0);
});

test('code that outlives its crash changes nothing on the disk any more', async () => {
  const disks: EdgeEnv['disk'][] = [];
  const { it, edge } = edgeOf(({ disk }) => {
    disks.push(disk);
    return { handler: answerAfter(0) };
  });
  const write = (boot: number, name: string): void => {
    disks[boot]?.write(name, 'yes');
    disks[boot]?.sync();
  };
  it.at(10, () => {
    edge.crash();
    // As a handler does that awaited a file when the power went.
    write(0, 'late');
  });
  it.at(20, () => edge.boot());
  it.at(30, () => write(0, 'later'));
  await it.run(50);
  expect(disks[1]?.list('')).toEqual([]);
  write(1, 'now');
  expect(disks[1]?.list('')).toEqual(['now']);
});

test('an orderly stop finishes what is open, takes nothing new, closes, and loses nothing that was written', async () => {
  const said: string[] = [];
  const { it, edge } = edgeOf(({ disk }) => ({
    handler: answerAfter(5),
    async close() {
      said.push(`closing at ${it.kernel.nowUs / 1000}, with ${disk.read('file') ?? 'nothing'}`);
      disk.write('file', 'written, not synced');
      await new Promise((resolve) => setTimeout(resolve, 3));
      said.push(`closed at ${it.kernel.nowUs / 1000}`);
    },
  }));
  const ends = new Ends(it);
  it.at(1, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(2, () => {
    edge.stop(20);
    said.push(`is up: ${edge.isUp()}`);
  });
  it.at(30, () => edge.boot());
  it.at(31, () => edge.stop(20));
  await it.run(60);
  // Open until 6, and 3 to close. The next one finds the file, and has nothing open.
  expect(ends.all).toStrictEqual([[1, 200, 'done', 6]]);
  expect(said).toStrictEqual([
    'is up: false',
    'closing at 6, with nothing',
    'closed at 9',
    'closing at 31, with written, not synced',
    'closed at 34',
  ]);
  const crashes = it.events.filter(({ kind }) => kind === 'edge_crashed');
  expect(crashes).toMatchObject([
    { at: 9_000, boot: 0, openExchanges: 0, orderly: true },
    { at: 34_000, boot: 1, openExchanges: 0, orderly: true },
  ]);
  expect(it.crashes).toStrictEqual([]);
});

test.for<readonly [string, Handler, () => Promise<void> | void]>([
  ['a request that takes too long', answerAfter(50), () => {}],
  [
    'a close() that takes too long',
    answerAfter(1),
    () => new Promise((resolve) => setTimeout(resolve, 1_000)),
  ],
])('an orderly stop is cut off when its time is up: %s', async ([, handler, close]) => {
  const { it, edge } = edgeOf(() => ({ handler, close }));
  const ends = new Ends(it);
  it.at(1, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(2, () => edge.stop(10));
  it.at(20, () => edge.boot());
  // This one is cut off by the boot of the next.
  it.at(21, () => edge.deliver(key(2), post(2), ends.of(2)));
  it.at(21.5, () => edge.stop(100));
  it.at(25, () => edge.boot());
  await it.run(200);
  const kinds = it.events.filter(({ kind }) => kind === 'edge_crashed' || kind === 'edge_started');
  expect(kinds.map(({ at, kind }) => `${kind} ${at / 1000}`)).toStrictEqual([
    'edge_started 0',
    'edge_crashed 12',
    'edge_started 20',
    'edge_crashed 25',
    'edge_started 25',
  ]);
  expect(ends.all).toHaveLength(2);
});

test('a close() that throws is a crash of the subject', async () => {
  const { it, edge } = edgeOf(() => ({
    handler: answerAfter(1),
    close() {
      throw new Error('no such file');
    },
  }));
  it.at(1, () => edge.stop(10));
  await it.run(20);
  expect(it.crashes).toMatchObject([
    { where: 'close() of the edge threw', error: { message: 'no such file' } },
  ]);
});

test('a boot after a crash is a new edge on the old disk, as far as it was synced', async () => {
  const found: unknown[] = [];
  const { it, edge } = edgeOf(({ disk }) => {
    found.push([disk.read('synced'), disk.read('unsynced')]);
    disk.write('synced', 'yes');
    disk.sync();
    disk.write('unsynced', 'yes');
    return { handler: (_request, response) => void response.end(`boot ${found.length - 1}`) };
  });
  const ends = new Ends(it);
  it.at(10, () => edge.crash());
  it.at(20, () => edge.boot());
  it.at(30, () => edge.deliver(key(1), post(1), ends.of(1)));
  await it.run(50);
  expect(found).toStrictEqual([
    [undefined, undefined],
    ['yes', undefined],
  ]);
  expect(ends.all).toStrictEqual([[1, 200, 'boot 1', 30]]);
  expect(it.kinds()).toStrictEqual([
    'edge_started',
    'edge_crashed',
    'edge_started',
    'request_delivered',
    'request_answered',
  ]);
});

test('after the next boot the code of the last is heard by nobody: no timer, no log, no word of what it stores', async () => {
  const heard: string[] = [];
  let undead = (): void => {};
  let boots = 0;
  const { it, edge } = edgeOf(({ log, stored, clock }: EdgeEnv) => {
    boots += 1;
    const boot = boots;
    const reading: AcceptedReading = { device_id: 'd', sequence_id: boot, timestamp: 't', values: {} };
    const speak = (): void => {
      log('info', `boot ${boot}`, {});
      stored(reading);
    };
    setInterval(() => heard.push(`global ${boot}`), 20);
    clock.setTimeout(() => heard.push(`clock ${boot}`), 35);
    if (boot === 1) undead = speak;
    return { handler: () => {} };
  });
  it.at(25, () => edge.crash());
  it.at(26, () => edge.boot());
  it.at(40, () => undead());
  await it.run(75);
  // Of the first: its interval at 20. Of the second, born at 26: 46, 66 and 61.
  expect(heard).toStrictEqual(['global 1', 'global 2', 'clock 2', 'global 2']);
  expect(it.kinds()).toStrictEqual(['edge_started', 'edge_crashed', 'edge_started']);
});

test('an edge that lists what it stored is asked at a crash and at the end, and told of each once', async () => {
  const { it, edge } = edgeOf(() => {
    const list: AcceptedReading[] = [];
    return {
      accepted: () => list,
      handler: (_request, response) => {
        list.push({ device_id: 'device-001', sequence_id: list.length, timestamp: 't', values: { a: 1 } });
        response.end('ok');
      },
    };
  });
  const ends = new Ends(it);
  it.at(10, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(20, () => edge.crash());
  it.at(30, () => edge.boot());
  it.at(40, () => edge.deliver(key(2), post(2), ends.of(2)));
  it.at(46, () => edge.finish());
  await it.run(50);
  const stored = it.events.filter(({ kind }) => kind === 'reading_stored').map(({ at }) => at / 1000);
  expect(stored).toStrictEqual([20, 46]);
});

test('what an edge stored without any value is a reading that has lost them, and no crash', async () => {
  const rows: AcceptedReading[] = [];
  const { it, edge } = edgeOf(() => ({ accepted: () => rows, handler: () => {} }));
  it.at(5, () => rows.push({ device_id: 'device-001', sequence_id: 1, timestamp: 't', values: {} }));
  it.at(10, () => edge.finish());
  await it.run(20);
  expect(it.crashes).toStrictEqual([]);
  expect(it.events.at(-1)).toMatchObject({ kind: 'reading_stored', reading: 1, values: {} });
});

test('an edge that lists all of its store after a restart has stored none of it again', async () => {
  const rows = ['t0'].map((timestamp, sequence_id) => ({
    device_id: 'd',
    sequence_id,
    timestamp,
    values: {},
  }));
  const { it, edge } = edgeOf(() => ({ accepted: () => rows, handler: () => {} }));
  const [first] = rows;
  if (first === undefined) throw new Error('no row');
  it.at(5, () => rows.push({ ...first, sequence_id: 1 }));
  it.at(10, () => edge.crash());
  it.at(20, () => edge.boot());
  it.at(30, () => rows.push({ ...first, sequence_id: 2 }));
  it.at(40, () => edge.finish());
  await it.run(50);
  const stored = it.events.filter(({ kind }) => kind === 'reading_stored');
  expect(stored).toMatchObject([
    { at: 10_000, reading: 0 },
    { at: 10_000, reading: 1 },
    { at: 40_000, reading: 2 },
  ]);
});

test('what an edge has listed before it closed its database counts, where it can not be asked any more', async () => {
  const reading = { device_id: 'd', sequence_id: 1, timestamp: 't', values: {} };
  const rows: AcceptedReading[] = [];
  let isOpen = true;
  const { it, edge } = edgeOf(() => ({
    accepted: () => {
      if (!isOpen) throw new Error('database is closed');
      return rows;
    },
    handler: () => {},
    close: () => void (isOpen = false),
  }));
  it.at(5, () => rows.push(reading));
  it.at(10, () => edge.stop(1_000_000));
  await it.run(2_000);
  expect(it.crashes).toStrictEqual([]);
  expect(it.events.filter(({ kind }) => kind === 'reading_stored')).toMatchObject([{ reading: 1 }]);
});

test('an edge that lists what it stored is not heard twice', async () => {
  const rows: AcceptedReading[] = [];
  let tell: EdgeEnv['stored'] = () => {};
  const { it, edge } = edgeOf(({ stored }) => {
    tell = stored;
    return { accepted: () => rows, handler: () => {} };
  });
  it.at(5, () => {
    rows.push({ device_id: 'd', sequence_id: 1, timestamp: 't', values: {} });
    tell({ device_id: 'd', sequence_id: 1, timestamp: 't', values: {} });
  });
  it.at(10, () => edge.finish());
  await it.run(20);
  expect(it.events.filter(({ kind }) => kind === 'reading_stored')).toMatchObject([{ at: 10_000 }]);
});

test('an edge that fails to start is a crash of the subject', async () => {
  const { it } = edgeOf(() => Promise.reject(new Error('no database')));
  await it.run(5);
  expect(it.crashes).toMatchObject([{ where: 'the edge did not start', error: { message: 'no database' } }]);
});

test('an edge that ends since its store is away, or has no room, is started again until it is there', async () => {
  const opens: EdgeFactory = (env) => {
    env.disk.list('');
    env.disk.sync();
    return { handler: (_request, response) => response.end() };
  };
  const { it, edge } = edgeOf(opens);
  it.at(1, () => edge.crash());
  it.at(2, () => edge.setStoreOutage({ retryAfterMs: 1_000 }));
  it.at(3, () => edge.boot());
  it.at(2_500, () => edge.setStoreOutage(null));
  const up: boolean[] = [];
  for (const at of [0.5, 2_900, 3_500]) it.at(at, () => up.push(edge.isUp()));
  await it.run(4_000);
  expect([up, it.crashes]).toStrictEqual([[true, false, true], []]);
  const kinds = it.events.map(({ at, kind }) => `${at / 1_000} ${kind}`);
  expect(kinds.slice(2)).toStrictEqual([
    '3 fault_injected',
    '1003 fault_injected',
    '2003 fault_injected',
    '3003 edge_started',
  ]);
});

test('an edge that awaits its store stays down where its machine goes down meanwhile', async () => {
  const opens: EdgeFactory = (env) => {
    env.disk.sync();
    return { handler: (_request, response) => response.end() };
  };
  for (const goesDown of ['crash', 'stop'] as const) {
    const { it, edge } = edgeOf(opens);
    it.at(1, () => edge.crash());
    it.at(2, () => edge.setStoreOutage({ retryAfterMs: 1_000 }));
    it.at(3, () => edge.boot());
    it.at(500, () => (goesDown === 'crash' ? edge.crash() : edge.stop(100)));
    it.at(600, () => edge.setStoreOutage(null));
    const up: boolean[] = [];
    for (const at of [1_500, 3_500]) it.at(at, () => up.push(edge.isUp()));
    it.at(3_000, () => edge.boot());
    await it.run(4_000);
    expect([up, it.crashes], goesDown).toStrictEqual([[false, true], []]);
    it.close();
  }
});

test('the gateway in front of a foreign edge sheds, and holds back on the side that is asked for', async () => {
  const seenAt: number[] = [];
  const { it, edge } = edgeOf(
    plain((_request, response) => {
      seenAt.push(performance.now());
      response.end('ok');
    }),
    { ...QUIET_GATEWAY, slow: { probability: 1, minMs: 30, maxMs: 30, stage: 'before-commit' } },
  );
  const ends = new Ends(it);
  it.at(10, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(100, () => {
    edge.configure({
      ...QUIET_GATEWAY,
      slow: { probability: 1, minMs: 30, maxMs: 30, stage: 'after-commit' },
    });
    edge.deliver(key(2), post(2), ends.of(2));
  });
  it.at(200, () => {
    edge.configure({ ...QUIET_GATEWAY, overload: { probability: 1, retryAfterMs: null } });
    edge.deliver(key(3), post(3), ends.of(3));
  });
  await it.run(300);
  expect(seenAt).toStrictEqual([40, 100]);
  expect(ends.all).toMatchObject([
    [1, 200, 'ok', 40],
    [2, 200, 'ok', 130],
    [3, 503, expect.any(String), 200],
  ]);
});

test('a request that the gateway held when the edge crashed is broken, not handed to the next boot', async () => {
  const { it, edge } = edgeOf(
    plain((_request, response) => void response.end('ok')),
    {
      ...QUIET_GATEWAY,
      slow: { probability: 1, minMs: 50, maxMs: 50, stage: 'before-commit' },
    },
  );
  const ends = new Ends(it);
  it.at(10, () => edge.deliver(key(1), post(1), ends.of(1)));
  it.at(20, () => edge.crash());
  it.at(30, () => edge.boot());
  await it.run(100);
  expect(ends.all).toStrictEqual([[1, 'edge.restart', 60]]);
});

test('draws inside a request belong to that request, whatever else was drawn', async () => {
  const drawn = new Map<number, number>();
  const { it, edge } = edgeOf(({ random }) => ({
    handler: (request, response) => {
      const reading = Number(request.headers['x-reading']);
      setTimeout(() => {
        drawn.set(reading, random.draw('latency'));
        response.end('ok');
      }, 5);
    },
  }));
  const ends = new Ends(it);
  const send = (reading: number): void => {
    const request = { ...post(reading), headers: { 'x-reading': String(reading) } };
    edge.deliver(key(reading), request, ends.of(reading));
  };
  it.at(10, () => send(1));
  it.at(11, () => send(2));
  await it.run(50);
  const expected = (reading: number): number =>
    it.random.stream('edge/latency', 'device-001').draw(reading, 0, 0);
  expect([...drawn]).toStrictEqual([
    [1, expected(1)],
    [2, expected(2)],
  ]);
});
