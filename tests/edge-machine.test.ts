import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { Subject } from '../sim/run/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';
import type { AcceptedReading, EdgeEnv, EdgeFactory, EdgeUnderTest } from '../ports/index.ts';
import { messageSchema } from '../protocol/index.ts';
import { plainEdge } from './canaries/plain-edge.ts';
import { scenarioFrom } from './run-scenario.ts';

/** A reading each second, from 0 on, which is at the edge 20 ms later; what is not taken is tried again after a second. */
const QUIET = `
name: quiet
duration: 10s
fleet: { devices: 1, interval: 1s }
network: { latency: 20ms }
device: { policy: { name: fixed, base: 1s, retries: 9 } }
`;

/** As somebody brings it: it takes no settings, and keeps all in memory. */
const bare: EdgeFactory = (env) => {
  const edge = plainEdge({ ...env, config: {} });
  if (edge instanceof Promise) throw new Error('The plain edge boots at once.');
  return { handler: edge.handler, accepted: 'as-it-happens' };
};

/** Keeps and answers what has come whole when `write` is called. */
function writing(later: (write: () => void) => void): (env: EdgeEnv) => EdgeUnderTest {
  return ({ stored }) => ({
    handler: (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const message = messageSchema.safeParse(body === '' ? null : JSON.parse(body)).data;
        later(() => {
          if (message !== undefined) stored(message);
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ status: 'accepted', ...message }));
        });
      });
    },
    accepted: 'as-it-happens',
  });
}

/** Slow by a timer of the globals. */
const slowByItself = writing((write) => void setTimeout(write, 1000));

/** One timer of the globals for all that comes in a second. */
const inGroups: EdgeFactory = (env) => {
  let group: (() => void)[] = [];
  const writeAll = (): void => {
    const all = group;
    group = [];
    for (const write of all) write();
  };
  return writing((write) => {
    if (group.push(write) === 1) setTimeout(writeAll, 1000);
  })(env);
};

async function eventsOf(text: string, factory?: EdgeFactory): Promise<readonly TraceEvent[]> {
  const scenario = scenarioFrom(QUIET + text);
  const events: TraceEvent[] = [];
  const own = builtinSubject(scenario);
  const { outcome } = await run({
    scenario,
    seed: '1',
    transport: factory === undefined ? 'direct' : 'inject',
    subject: factory === undefined ? own : { ...own, edge: { name: 'bare', factory, foreign: true } },
    onEvent: (event) => void events.push(event),
  });
  expect(outcome).toBe('passed');
  return events;
}

const inMs = ({ at }: TraceEvent): number => at / 1000;

/** What was answered to whom, and when. */
function answersIn(events: readonly TraceEvent[]): readonly unknown[] {
  return events.flatMap((event) =>
    event.kind === 'request_answered' ? [[inMs(event), event.reading, event.status, event.retryAfter]] : [],
  );
}

function storedIn(events: readonly TraceEvent[]): readonly unknown[] {
  return events.flatMap((event) => (event.kind === 'reading_stored' ? [[inMs(event), event.reading]] : []));
}

const OUTAGE = 'timeline: [{ at: 3s, for: 3s, edge: { storeOutage: {} } }]';

test.for([
  ['our own edge', undefined],
  ['one that can not be reached', bare],
] as const)(
  'while its store is away, %s takes nothing and says 503, and goes on by itself',
  async ([, edge]) => {
    const events = await eventsOf(OUTAGE, edge);
    // Reading 3 comes at 3.02 s, and again a second and two ways of 20 ms later, until the store is back at 6 s.
    const refused = [
      [3020, 3],
      [4020, 4],
      [4060, 3],
      [5020, 5],
      [5060, 4],
      [5100, 3],
    ].map(([atMs, reading]) => [atMs, reading, 503, '1']);
    expect(answersIn(events).filter((each) => JSON.stringify(each).includes('503'))).toEqual(refused);
    expect(storedIn(events).slice(3, 7)).toEqual([
      [6020, 6],
      [6060, 5],
      [6100, 4],
      [6140, 3],
    ]);
  },
);

test.for([
  // SQLite gathers what comes, and syncs for 4 ms.
  ['what is stored durably is known', 'edge: { store: sqlite }', undefined, 4024, 409],
  [
    'what is stored in memory is stored again',
    'expect: { mayBreak: { accepted-once: memory } }',
    bare,
    4020,
    200,
  ],
] as const)(
  'a crash between commit and answer loses the answer alone, and %s',
  async ([, text, edge, storedMs, status]) => {
    const events = await eventsOf(`${text}\ntimeline: [{ at: 3500ms, for: 5s, edge: { crash: 2s } }]`, edge);
    const told = events.flatMap((event) => {
      if (event.kind === 'edge_crashed' || event.kind === 'edge_started') return [[inMs(event), event.kind]];
      if (event.kind === 'reading_stored' && event.reading === 4) return [[inMs(event), 'stored']];
      if (event.kind === 'attempt_reset' || event.kind === 'attempt_refused')
        return event.reading === 4 ? [[inMs(event), event.by]] : [];
      return event.kind === 'request_answered' && event.reading === 4 ? [[inMs(event), event.status]] : [];
    });
    // The reset takes 20 ms; the next attempt comes a second and 20 ms after that, and finds nobody: another reset.
    const againMs = storedMs + 20 + 1020;
    expect(told).toEqual([
      [0, 'edge_started'],
      [storedMs, 'stored'],
      [storedMs, 'edge_crashed'],
      [storedMs + 20, 'edge.crash'],
      [againMs + 20, 'edge_down'],
      [storedMs + 2000, 'edge_started'],
      ...(status === 200 ? [[againMs + 20 + 1020, 'stored']] : []),
      [againMs + 20 + 1020, status],
    ]);
  },
);

test('a process that stands still takes all that came when it goes on, in its order', async () => {
  const events = await eventsOf('timeline: [{ at: 3500ms, for: 3s, edge: { freeze: {} } }]');
  expect(storedIn(events).slice(3, 8)).toEqual([
    [3020, 3],
    [6500, 4],
    [6500, 5],
    [6500, 6],
    [7020, 7],
  ]);
  // Their devices waited for less than the timeout of 5 s.
  expect(events.some(({ kind }) => kind === 'attempt_abandoned')).toBe(false);
});

test.for([
  ['its port', undefined, 'requests', ['came 4', 'came 5', 'came 6', 'stored 3']],
  ['its port', undefined, 'timers', ['stored 3', 'came 4', 'came 5', 'came 6']],
  ['the globals', slowByItself, 'requests', ['came 4', 'came 5', 'came 6', 'stored 3']],
  ['the globals', slowByItself, 'timers', ['stored 3', 'came 4', 'came 5', 'came 6']],
  // What has come waits for a timer that was due long before.
  [
    'a group',
    inGroups,
    'requests',
    [4, 5, 6].map((n) => `came ${n}`).concat([3, 4, 5, 6].map((n) => `stored ${n}`)),
  ],
  ['a group', inGroups, 'timers', ['stored 3', 'came 4', 'came 5', 'came 6']],
] as const)(
  'timers of %s that were due while it stood still run in their turn',
  async ([, edge, first, order]) => {
    // Reading 3 is to be stored a second after 3.02 s, when nothing goes on.
    const slow = edge === undefined ? 'edge: { slow: { probability: 100%, min: 1s, max: 1s } }' : '';
    const events = await eventsOf(
      `${slow}\ntimeline: [{ at: 3500ms, for: 3s, edge: { freeze: ${first} } }]`,
      edge,
    );
    const then = events.flatMap((event) => {
      if (inMs(event) !== 6500) return [];
      if (event.kind === 'reading_stored') return [`stored ${event.reading}`];
      return event.kind === 'request_delivered' ? [`came ${event.reading}`] : [];
    });
    expect(then).toEqual(order);
  },
);

test('an edge that takes first and stores later is waited for before it is asked what it has', async () => {
  const later: EdgeFactory = (env) => {
    const rows: AcceptedReading[] = [];
    const stored = (reading: AcceptedReading): void => void setTimeout(() => rows.push(reading), 3000);
    const { handler } = writing((write) => write())({ ...env, stored });
    return { handler, accepted: () => rows };
  };
  // The last reading is answered at 9.04 s, when the seven up to that of 6 s are stored.
  const events = await eventsOf('', later);
  expect(storedIn(events)).toHaveLength(10);
});

test('an edge is rolled over to its next version and back, with the disk that the other has left', async () => {
  const scenario = scenarioFrom(`${QUIET}
edge: { instances: 2 }
timeline:
  - { at: 2500ms, for: 1s, edge: { restart: true, version: next, instance: 1 } }
  - { at: 5500ms, for: 1s, edge: { restart: true, instance: 1 } }
  - { at: 8500ms, for: 1s, edge: { restart: true, version: current, instance: 1 } }
`);
  const own = builtinSubject(scenario);
  const seen: string[] = [];
  const edge = (name: string): Subject['edge'] => ({
    name,
    foreign: true,
    factory: (env) => {
      const before = env.disk.list('').join(' and ');
      seen.push(`${env.instance} is ${name}, after ${before === '' ? 'nobody' : before}`);
      env.disk.write(name, '');
      env.disk.sync();
      return bare(env);
    },
  });
  const started: unknown[] = [];
  await run({
    scenario,
    seed: '1',
    transport: 'inject',
    subject: { ...own, edge: edge('old'), next: { edge: edge('new') } },
    onEvent: (event) => {
      if (event.kind === 'edge_started') started.push([event.instance, event.boot, event.version]);
    },
  });
  // Without a version it boots as what it was; the other instance is let alone.
  expect(seen).toEqual([
    '1 is old, after nobody',
    '2 is old, after old',
    '1 is new, after old',
    '1 is new, after new and old',
    '1 is old, after new and old',
  ]);
  expect(started).toEqual([
    [1, 0, undefined],
    [2, 0, undefined],
    [1, 1, 'next'],
    [1, 2, 'next'],
    [1, 3, undefined],
  ]);
});
