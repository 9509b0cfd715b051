import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { AcceptedReading, DeviceEnv, DeviceFactory, EdgeFactory } from '../ports/index.ts';
import type { Reading } from '../protocol/index.ts';
import { renderRunText } from '../reports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import { readWire } from '../sim/scenario/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';
import { scenarioFrom } from './run-scenario.ts';

interface Item extends Reading {
  readonly id: number;
  readonly device: string;
}

/** How many readings stand in one request, and what is said of each in its answer. */
interface Form {
  readonly wire: unknown;
  readonly type?: string;
  /** Of an answer without results. */
  readonly accepted?: number;
  readonly encode: (items: readonly Item[]) => unknown;
  readonly decode: (body: unknown) => readonly Item[];
  /** What an answer says that refuses so many of its readings and names none. */
  readonly refuses?: (readings: number) => unknown;
  /** Null: the form has no word for single readings, and one status holds for all. */
  readonly results: null | {
    readonly encode: (results: readonly (Item & { readonly status: number })[]) => unknown;
    readonly decode: (body: unknown) => readonly number[];
  };
}

function listIn(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = keys.reduce((here: unknown, key) => Reflect.get(Object(here), key), value);
  return Array.isArray(found) ? found : [];
}

function field(value: unknown, key: string): unknown {
  return Reflect.get(Object(value), key);
}

function valuesIn(value: unknown): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(Object(value)).map(([name, one]) => [name, Number(one)]));
}

const statusesIn = (body: unknown, key: string): readonly number[] =>
  listIn(body, key).map((result) => Number(field(result, 'status')));

const FORMS: Readonly<Record<string, Form>> = {
  'our own form, not told': {
    wire: undefined,
    encode: (items) => ({
      readings: items.map(({ id, device, timestamp, values }) => ({
        device_id: device,
        sequence_id: id,
        timestamp,
        values,
      })),
    }),
    decode: (body) =>
      listIn(body, 'readings').map((item) => ({
        id: Number(field(item, 'sequence_id')),
        device: String(field(item, 'device_id')),
        timestamp: String(field(item, 'timestamp')),
        values: valuesIn(field(item, 'values')),
      })),
    results: {
      encode: (results) => ({ results: results.map(({ id, status }) => ({ sequence_id: id, status })) }),
      decode: (body) => statusesIn(body, 'results'),
    },
  },
  'a declared form': {
    wire: {
      items: 'body:/batch/events',
      reading: 'item:/n',
      device: 'body:/batch/from',
      results: 'body:/outcome',
      resultStatus: 'item:/status',
      resultReading: 'item:/n',
    },
    encode: (items) => ({
      batch: {
        from: items[0]?.device,
        events: items.map(({ id, timestamp, values }) => ({ n: `n-${id}`, at: timestamp, ...values })),
      },
    }),
    decode: (body) =>
      listIn(body, 'batch', 'events').map((item) => {
        const { n, at, ...values } = Object(item);
        const from = String(field(field(body, 'batch'), 'from'));
        return {
          id: Number(String(n).slice(2)),
          device: from,
          timestamp: String(at),
          values: valuesIn(values),
        };
      }),
    results: {
      encode: (results) => ({ outcome: results.map(({ id, status }) => ({ n: `n-${id}`, status })) }),
      decode: (body) => statusesIn(body, 'outcome'),
    },
  },
  'CloudEvents in batched mode': {
    wire: 'cloudevents',
    type: 'application/cloudevents-batch+json',
    encode: (items) =>
      items.map(({ id, device, timestamp, values }) => ({
        specversion: '1.0',
        id: String(id),
        source: device,
        type: 'r',
        time: timestamp,
        data: values,
      })),
    decode: (body) =>
      listIn({ body }, 'body').map((event) => ({
        id: Number(field(event, 'id')),
        device: String(field(event, 'source')),
        timestamp: String(field(event, 'time')),
        values: valuesIn(field(event, 'data')),
      })),
    results: null,
  },
  'records of a log over OTLP': {
    wire: 'otlp-http-json',
    accepted: 200,
    encode: (items) => ({
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'device.id', value: { stringValue: items[0]?.device } }] },
          scopeLogs: [
            {
              logRecords: items.map(({ id, timestamp, values }) => ({
                timeUnixNano: `${Date.parse(timestamp)}000000`,
                attributes: [{ key: 'log.record.uid', value: { stringValue: `uid-${id}` } }],
                body: values,
              })),
            },
          ],
        },
      ],
    }),
    decode: (body) =>
      listIn(body, 'resourceLogs').flatMap((resource) =>
        listIn(resource, 'scopeLogs', '0', 'logRecords').map((record) => ({
          id: Number(/uid-(\d+)/.exec(JSON.stringify(record))?.[1]),
          device: /"stringValue":"(device-\d+)"/.exec(JSON.stringify(resource))?.[1] ?? '',
          timestamp: new Date(
            Number(BigInt(String(field(record, 'timeUnixNano'))) / 1_000_000n),
          ).toISOString(),
          values: valuesIn(field(record, 'body')),
        })),
      ),
    refuses: (readings) => ({ partialSuccess: { rejectedLogRecords: String(readings) } }),
    results: null,
  },
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** What messages of this form call a reading. */
function nameIn({ wire }: Form, id: number): number | string {
  if (wire === 'otlp-http-json') return `uid-${id}`;
  return typeof wire === 'object' ? `n-${id}` : id;
}

interface EdgeMistakes {
  /** Half of a batch is stored, and all of it accepted. */
  readonly half?: boolean;
  /** Each seventh reading is refused for now, the first time that it comes. */
  readonly moody?: boolean;
  /** Each seventh reading is refused for good. */
  readonly strict?: boolean;
  /** Whether it says what it stored, and how. Default: it lists it. */
  readonly tells?: 'as-it-happens' | 'nothing';
}

function edgeOf(form: Form, mistakes: EdgeMistakes): EdgeFactory {
  const { half = false, moody = false, strict = false, tells } = mistakes;
  return (env) => {
    const stored = new Map<string, AcceptedReading>();
    const met = new Set<string>();
    function take(item: Item, index: number): number {
      const { id, device, timestamp, values } = item;
      const key = `${device} ${id}`;
      const isNew = !met.has(key);
      met.add(key);
      if (stored.has(key)) return 409;
      if (strict && id % 7 === 0) return 422;
      if (moody && isNew && id % 7 === 0) return 503;
      if (half && index % 2 !== 0) return 200;
      const reading = { device_id: device, sequence_id: nameIn(form, id), timestamp, values };
      stored.set(key, reading);
      if (tells === 'as-it-happens') env.stored(reading);
      return 200;
    }
    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const items = form.decode(await bodyOf(request));
      const results = items.map((item, index) => ({ ...item, status: take(item, index) }));
      response.statusCode = form.results === null ? (form.accepted ?? 202) : 207;
      response.setHeader('content-type', 'application/json');
      const refused = results.filter(({ status }) => status === 422).length;
      const counted = form.refuses === undefined ? '' : JSON.stringify(form.refuses(refused));
      response.end(form.results === null ? counted : JSON.stringify(form.results.encode(results)));
    }
    return {
      handler: (request, response) => {
        answer(request, response).catch(() => {
          response.statusCode = 400;
          response.end();
        });
      },
      ...(tells !== 'nothing' && { accepted: tells ?? (() => stored.values()) }),
    };
  };
}

interface DeviceMistakes {
  /** One refusal, and the whole batch is given up. */
  readonly throwsAway?: boolean;
  /** 207 is a 2xx: all is well. */
  readonly trusting?: boolean;
}

/** Sends what has gathered in ten seconds; what was not taken is sent again, with whatever has gathered by then. */
function deviceOf(form: Form, { throwsAway = false, trusting = false }: DeviceMistakes): DeviceFactory {
  return ({ id: device, edgeUrl, log, policy }: DeviceEnv) => {
    const waiting = new Map<number, Item>();
    const retries = new Map<number, number>();
    const due = new Set<number>();
    let next = 0;
    const end = (id: number, event?: string): void => {
      waiting.delete(id);
      if (event !== undefined) log('warn', event, { sequence_id: nameIn(form, id) });
    };
    const again = (id: number): void => {
      const retry = retries.get(id) ?? 0;
      retries.set(id, retry + 1);
      if (retry >= policy.retriesMax) end(id, 'retries_exhausted');
      else setTimeout(() => due.add(id), policy.delayMs(retry, Math.random()));
    };
    async function flush(): Promise<void> {
      const items = [...due].map((id) => waiting.get(id)).filter((item) => item !== undefined);
      due.clear();
      if (items.length === 0) return;
      const answer = await fetch(edgeUrl, {
        method: 'POST',
        headers: { 'content-type': form.type ?? 'application/json' },
        body: JSON.stringify(form.encode(items)),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      if (answer === null || !answer.ok) {
        for (const { id } of items) again(id);
        return;
      }
      const statuses =
        form.results === null || trusting ? items.map(() => 200) : form.results.decode(await answer.json());
      const isRefused = statuses.some((status) => status === 422);
      items.forEach(({ id }, index) => {
        const status = statuses[index] ?? 500;
        if (status === 422 || (throwsAway && isRefused)) end(id, 'permanent_error_received');
        else if (status === 503) again(id);
        else end(id);
      });
    }
    setInterval(() => void flush(), 10_000);
    return {
      record: (reading) => {
        const id = next++;
        waiting.set(id, { ...reading, id, device });
        due.add(id);
      },
      pending: () => [...waiting.keys()].map((id) => nameIn(form, id)),
    };
  };
}

// Two devices, 40 readings each; of 24 requests about five lose their answer: none of them with a chance of 0.8^24 = 0.5 %.
const WORLD = scenarioFrom(`
name: batches
duration: 120s
fleet: { devices: 2, interval: 3s, start: staggered }
network: { latency: { distribution: constant, value: 20ms }, answerLoss: 20% }
drain: { within: 5m }
`);

async function runForm(form: Form, edge: EdgeMistakes = {}, device: DeviceMistakes = {}) {
  const read = form.wire === undefined ? null : readWire(form.wire);
  const scenario = read?.ok === true ? { ...WORLD, wire: read.settings } : WORLD;
  const events: TraceEvent[] = [];
  const result = await run({
    scenario,
    seed: '1',
    transport: 'inject',
    onEvent: (event) => events.push(event),
    subject: {
      ...builtinSubject(scenario),
      edge: { name: 'edge', factory: edgeOf(form, edge), foreign: true },
      device: { name: 'device', factory: deviceOf(form, device), foreign: true },
    },
  });
  return { result, events };
}

function brokenIn({ invariants }: RunResult): readonly string[] {
  return invariants.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}

describe.for(Object.entries(FORMS))('%s', ([, form]) => {
  test('a right pair is judged reading by reading', async () => {
    const { result, events } = await runForm(form);
    expect(brokenIn(result)).toStrictEqual([]);
    const { ledger, client } = result;
    expect(ledger).toMatchObject({
      generated: 80,
      attempted: 80,
      stored: 80,
      acceptedTwice: 0,
      unexpected: 0,
    });
    expect(ledger.ends.acknowledged + ledger.ends['duplicate-acknowledged']).toBe(80);
    expect(client).toMatchObject({ nameless: 0, batches: expect.any(Number) });
    expect(ledger.reachedAgain).toBeGreaterThan(2);
    // What happens to a request happens to all that it carries, at once.
    const batches = events.filter((event) => event.kind === 'batch_sent');
    expect(batches.length).toBe(client.batches);
    for (const { at, device, readings } of batches) {
      const sent = events.filter((event) => event.kind === 'attempt_sent' && event.at === at);
      expect(sent.filter((event) => 'device' in event && event.device === device)).toHaveLength(
        readings.length,
      );
    }
    const lost = events.filter((event) => event.kind === 'answer_lost');
    const drawn = new Set(lost.map(({ at }) => at));
    expect(lost.length).toBeGreaterThan(drawn.size);
  });

  test('half of a batch stored and all of it accepted is caught', async () => {
    const { result } = await runForm(form, { half: true });
    expect(brokenIn(result)).toContain('acknowledged-means-stored');
  });
});

describe.for(Object.entries(FORMS).filter(([, { results }]) => results !== null))('%s', ([, form]) => {
  test('readings that were refused for now are sent again, and no others', async () => {
    const { result, events } = await runForm(form, { moody: true });
    expect(brokenIn(result)).toStrictEqual([]);
    expect(result.ledger.stored).toBe(80);
    const refused = events.filter((event) => event.kind === 'request_answered' && event.status === 503);
    // Of 0 to 39 the numbers 0, 7, 14, 21, 28 and 35, of each device.
    expect(refused).toHaveLength(12);
  });

  test('a 207 that is taken for a yes is caught', async () => {
    const { result } = await runForm(form, { moody: true }, { trusting: true });
    expect(brokenIn(result)).toContain('every-reading-accounted-for');
  });

  test('a reading that was refused for good ends alone, and who gives up all others is caught', async () => {
    const { result } = await runForm(form, { strict: true });
    // Nothing is wrong with these readings: the edge is to blame, not the device.
    expect(brokenIn(result)).toStrictEqual(['valid-means-accepted']);
    expect(result.ledger.ends.rejected).toBe(12);
    const thrown = await runForm(form, { strict: true }, { throwsAway: true });
    expect(brokenIn(thrown.result)).toContain('every-reading-accounted-for');
  });
});

describe('readings that are refused by their number alone', () => {
  const form = FORMS['records of a log over OTLP'];
  if (form === undefined) throw new Error('the form has another name');

  test.for([undefined, 'as-it-happens'] as const)(
    'are those that the edge has not stored (%s)',
    async (tells) => {
      const { result, events } = await runForm(form, { strict: true, ...(tells && { tells }) });
      // Sound readings were refused, and none is counted as done that is not there.
      expect(brokenIn(result)).toStrictEqual(['valid-means-accepted']);
      // Of 0 to 39 the numbers 0, 7, 14, 21, 28 and 35, of each device.
      expect(result.ledger).toMatchObject({ stored: 68, unexpected: 0 });
      expect(result.ledger.ends.rejected).toBe(12);
      const refused = events.filter((event) => event.kind === 'request_answered' && event.status === 400);
      expect(new Set(refused.map((event) => 'reading' in event && event.reading)).size).toBe(6);
      expect(result.messages?.unplaced).toBe(0);
    },
  );

  test('and more are missing: what was counted as done is not there', async () => {
    const { result } = await runForm(form, { strict: true, half: true });
    expect(brokenIn(result)).toContain('acknowledged-means-stored');
    expect(result.messages?.unplaced).toBeGreaterThan(0);
  });

  test('can be any where the edge does not say what it stored, and the report says so', async () => {
    const { result } = await runForm(form, { strict: true, tells: 'nothing' });
    expect(brokenIn(result)).toStrictEqual([]);
    // Each of the 12 is refused once at least, and again after an answer that was lost.
    expect(result.messages?.unplaced).toBeGreaterThanOrEqual(12);
    const text = renderRunText(result, {
      columns: 80,
      colour: false,
      lastEvents: [],
      paste: null,
      everySetting: null,
    });
    expect(text).toContain('records were refused by their number alone');
  });
});
