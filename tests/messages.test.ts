import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createDevice as createCloudeventsDevice, wire } from '../examples/cloudevents-device.ts';
import * as cloudevents from '../examples/cloudevents-edge.ts';
import type { AcceptedReading, DeviceEnv, DeviceFactory, EdgeFactory } from '../ports/index.ts';
import type { Reading } from '../protocol/index.ts';
import { renderRunText } from '../reports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import { wireIn } from '../sim/cli/loading/wire-in.ts';
import { readWire } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/** What goes over the wire in one form, from both ends. */
interface Form {
  readonly wire: unknown;
  readonly encode: (id: string, device: string, reading: Reading) => Sent;
  readonly decode: (request: Received) => AcceptedReading;
  /** What the edge answers a reading that it has stored now, or had before. */
  readonly stored: number;
  readonly again: number;
}

interface Sent {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Received {
  readonly path: string;
  readonly header: (name: string) => string;
  readonly body: Readonly<Record<string, unknown>>;
}

function valuesIn(body: unknown): Readonly<Record<string, number>> {
  const entries = Object.entries(Object(body)).map(([name, value]) => [name, Number(value)] as const);
  return Object.fromEntries(entries);
}

async function bodyOf(request: IncomingMessage): Promise<Received['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Object(JSON.parse(Buffer.concat(chunks).toString()));
}

/** An edge with a Map. `forgets`: it stores whatever comes. */
function edgeOf({ decode, stored, again }: Form, { forgets = false } = {}): EdgeFactory {
  return () => {
    const readings = new Map<string, AcceptedReading>();
    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const header = (name: string): string => String(request.headers[name] ?? '');
      const reading = decode({ path: request.url ?? '', header, body: await bodyOf(request) });
      const key = `${reading.device_id ?? ''} ${reading.sequence_id}`;
      const isKnown = readings.has(key);
      response.statusCode = isKnown ? again : stored;
      readings.set(forgets ? `${key} ${readings.size}` : key, reading);
      response.end();
    }
    return {
      handler: (request, response) => {
        answer(request, response).catch(() => {
          response.statusCode = 400;
          response.end();
        });
      },
      accepted: () => readings.values(),
    };
  };
}

/** A device with UUIDs that takes what the form says for done. `renames`: each attempt has a name of its own. */
function deviceOf({ encode, stored, again }: Form, { renames = false, silent = true } = {}): DeviceFactory {
  return ({ id, edgeUrl, policy, log }: DeviceEnv) => {
    const waiting = new Set<string>();
    async function send(name: string, reading: Reading): Promise<number> {
      const { path, headers, body } = encode(name, id, reading);
      const url = path === undefined ? edgeUrl : new URL(path, edgeUrl).href;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      return answer?.status ?? 0;
    }
    async function deliver(name: string, reading: Reading): Promise<void> {
      waiting.add(name);
      for (let retry = 0; retry <= policy.retriesMax; retry += 1) {
        const status = await send(renames ? crypto.randomUUID() : name, reading);
        if (status === stored || status === again) break;
        if (retry === policy.retriesMax) log('warn', 'retries_exhausted', { sequence_id: name });
        else await new Promise((resolve) => setTimeout(resolve, policy.delayMs(retry, Math.random())));
      }
      waiting.delete(name);
    }
    return {
      record: (reading) => {
        const name = crypto.randomUUID();
        void deliver(name, reading);
        return silent ? undefined : name;
      },
      pending: () => (silent ? [] : waiting),
    };
  };
}

const ISO = { reading: 'body:/reading/id', device: 'body:/meta/device', timestamp: 'body:/reading/takenAt' };

/** Ten forms of one message. */
const FORMS: Readonly<Record<string, Form>> = {
  'camelCase, nested': {
    wire: ISO,
    encode: (id, device, { timestamp, values }) => ({
      body: { meta: { device }, reading: { id, takenAt: timestamp, ...values } },
    }),
    decode: ({ body }) => {
      const { id, takenAt, ...values } = Object(body['reading']);
      const { device } = Object(body['meta']);
      return { device_id: device, sequence_id: id, timestamp: takenAt, values: valuesIn(values) };
    },
    stored: 201,
    again: 409,
  },
  'a header that is no standard, and milliseconds': {
    wire: { reading: 'header:X-Request-Id', timestamp: 'body:/ts', duplicate: [208] },
    encode: (id, _device, { timestamp, values }) => ({
      headers: { 'X-Request-Id': id },
      body: { ts: Date.parse(timestamp), ...values },
    }),
    decode: ({ header, body: { ts, ...values } }) => ({
      sequence_id: header('x-request-id'),
      timestamp: new Date(Number(ts)).toISOString(),
      values: valuesIn(values),
    }),
    stored: 202,
    again: 208,
  },
  'ids in the path': {
    wire: { path: '/v1/{device}/readings/{id}', device: 'path:device', reading: 'path:id' },
    encode: (id, device, { timestamp, values }) => ({
      path: `/v1/${device}/readings/${id}`,
      body: { at: timestamp, ...values },
    }),
    decode: ({ path, body: { at, ...values } }) => ({
      device_id: path.split('/')[2] ?? '',
      sequence_id: path.split('/')[4] ?? '',
      timestamp: String(at),
      values: valuesIn(values),
    }),
    stored: 204,
    again: 204,
  },
  'the Idempotency-Key header': {
    wire: undefined,
    encode: (id, _device, { timestamp, values }) => ({
      headers: { 'Idempotency-Key': `"${id}"` },
      body: { time: timestamp, values },
    }),
    decode: ({ header, body }) => ({
      sequence_id: header('idempotency-key').slice(1, -1),
      timestamp: String(body['time']),
      values: valuesIn(body['values']),
    }),
    stored: 201,
    again: 201,
  },
  'CloudEvents in structured mode': {
    wire: undefined,
    encode: (id, device, { timestamp, values }) => ({
      body: { specversion: '1.0', id, source: `/s/${device}`, type: 'r', time: timestamp, data: values },
    }),
    decode: ({ body }) => ({
      device_id: String(body['source']),
      sequence_id: String(body['id']),
      timestamp: String(body['time']),
      values: valuesIn(body['data']),
    }),
    stored: 202,
    again: 202,
  },
  'values alone': {
    wire: 'idempotency-key',
    encode: (id, _device, { values, timestamp }) => ({
      headers: { 'Idempotency-Key': id, 'x-time': timestamp },
      body: values,
    }),
    decode: ({ header, body }) => ({
      sequence_id: header('idempotency-key'),
      timestamp: header('x-time'),
      values: valuesIn(body),
    }),
    stored: 200,
    again: 200,
  },
};

// 50 readings, half of whose answers are lost: 50 × 0.3 is 15 that are sent again, and none of them with a chance of 0.7^50 = 2e-8.
const LOSSY = scenarioFrom(`
name: lossy
duration: 75s
fleet: { devices: 2, interval: 3s, start: staggered }
network: { latency: { distribution: constant, value: 20ms }, answerLoss: 30% }
`);

function wired(scenario: Scenario, wire: unknown): Scenario {
  if (wire === undefined) return scenario;
  const read = readWire(wire);
  return read.ok ? { ...scenario, wire: read.settings } : expect.fail(read.problems.join('\n'));
}

interface Mistakes {
  readonly edge?: { readonly forgets: boolean };
  readonly device?: { readonly renames?: boolean; readonly silent?: boolean };
}

function runForm(form: Form, { edge, device }: Mistakes = {}): Promise<RunResult> {
  const scenario = wired(LOSSY, form.wire);
  return run({
    scenario,
    seed: '1',
    transport: 'inject',
    subject: {
      ...builtinSubject(scenario),
      edge: { name: 'edge', factory: edgeOf(form, edge), foreign: true },
      device: { name: 'device', factory: deviceOf(form, device), foreign: true },
    },
  });
}

function brokenIn({ invariants }: RunResult): readonly string[] {
  return invariants.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}

function silentIn({ invariants }: RunResult): readonly string[] {
  return invariants.filter(({ verdict }) => verdict.kind === 'not-observable').map(({ name }) => name);
}

describe.for(Object.entries(FORMS))('%s', ([, form]) => {
  test('a right pair is judged in full, also where the device says nothing of its readings', async () => {
    // Where the form is declared also with a device that says the names of its readings, and which of them wait.
    for (const silent of form.wire === undefined ? [true] : [true, false]) {
      const result = await runForm(form, { device: { silent } });
      expect(brokenIn(result)).toStrictEqual([]);
      // What no foreign pair can show: counters in our form, and how much it holds.
      expect(silentIn(result)).toStrictEqual(['metrics-reconcile', 'memory-bounded']);
      const { ends, stored, generated } = result.ledger;
      expect(generated).toBe(50);
      expect(stored).toBe(50);
      expect(ends.acknowledged + ends['duplicate-acknowledged']).toBe(50);
      expect(result.ledger.reachedAgain).toBeGreaterThan(5);
      expect(result.client.nameless).toBe(0);
    }
  });

  test('an edge that stores each retry is caught', async () => {
    expect(brokenIn(await runForm(form, { edge: { forgets: true } }))).toContain('accepted-once');
  });

  test('a device that names each attempt anew is caught', async () => {
    expect(brokenIn(await runForm(form, { device: { renames: true } }))).toContain(
      'every-reading-accounted-for',
    );
  });
});

test('what was read without a word is said, and so is what cannot be', async () => {
  const { messages } = await runForm(FORMS['the Idempotency-Key header'] ?? expect.fail());
  expect(messages).toStrictEqual({ form: 'idempotency-key', told: false, unplaced: 0, oneName: null });
  const nested = FORMS['camelCase, nested'] ?? expect.fail();
  const untold = await runForm({ ...nested, wire: undefined });
  expect(untold.messages).toStrictEqual({ form: null, told: false, unplaced: 0, oneName: null });
  expect(untold.client.nameless).toBe(untold.client.attempts);
  expect(untold.ledger.ends.untied).toBe(50);
  expect(brokenIn(untold)).toStrictEqual([]);
});

test('an id that is the same in all messages is asked about', async () => {
  const nested = FORMS['camelCase, nested'] ?? expect.fail();
  const result = await runForm({ ...nested, wire: { reading: 'body:/meta/device' } });
  expect(result.messages?.oneName).toMatchObject({ name: expect.stringMatching(/^device-\d/) });
  // All that it recorded: half of 50.
  expect(result.messages?.oneName?.readings).toBe(25);
  const text = renderRunText(result, {
    columns: 200,
    colour: false,
    lastEvents: [],
    paste: null,
    everySetting: null,
  });
  expect(text).toMatch(
    /All messages of device-\d+ have the id device-\d+, whichever of 25 readings they carry/,
  );
});

test('our own pair meets at another path all the same, and it is the same run', async () => {
  const atHome = await run({
    scenario: LOSSY,
    seed: '1',
    subject: builtinSubject(LOSSY),
    transport: 'direct',
  });
  const moved = wired(LOSSY, { path: '/v1/telemetry' });
  for (const transport of ['direct', 'inject', 'supertest'] as const) {
    const result = await run({ scenario: moved, seed: '1', subject: builtinSubject(moved), transport });
    expect(result.ledger.ends).toStrictEqual(atHome.ledger.ends);
    expect(result.fingerprint).toBe(atHome.fingerprint);
  }
});

test('the pair of the examples is judged in full', async () => {
  const result = await run({
    scenario: LOSSY,
    seed: '1',
    transport: 'inject',
    subject: {
      ...builtinSubject(LOSSY),
      edge: { name: 'edge', factory: cloudevents.createEdge, foreign: true },
      device: {
        name: 'device',
        factory: createCloudeventsDevice,
        foreign: true,
        wire: wireIn('--device', 'd', { wire }),
      },
    },
  });
  expect(result.outcome).toBe('passed');
  expect(result.messages).toStrictEqual({ form: 'cloudevents', told: true, unplaced: 0, oneName: null });
  expect(silentIn(result)).toStrictEqual(['metrics-reconcile', 'memory-bounded']);
  expect(result.ledger).toMatchObject({ generated: 50, stored: 50, ends: { acknowledged: 50 } });
});

describe('a declaration that cannot be is refused in words', () => {
  test.for<readonly [unknown, string]>([
    [{ reading: 'body/id' }, 'wire.reading: found "body/id" (text); allowed: body:/json/pointer'],
    [{ reading: '/id' }, 'did you mean body:/id?'],
    [{ reading: 'item:/id' }, 'wire.reading: found item:/id; allowed: wire.items beside it'],
    [{ device: 'body:/id' }, 'allowed: wire.reading beside it'],
    [{ reading: 'path:id', path: '/v1' }, 'a step {id} in wire.path'],
    [{ reading: 'body:/id', results: 'body:/r' }, 'wire.resultStatus beside it'],
    [{ reading: 'body:/id', echo: 'header:x' }, 'body:/json/pointer of the answer'],
    [{ accepted: [99] }, 'wire.accepted: found a list of 1; allowed: a list of statuses from 100 to 599'],
    [{ pathh: '/v1' }, 'wire.pathh: found the unknown key pathh'],
    ['cloudevent', 'did you mean cloudevents?'],
    [{ path: 'v1' }, 'a path such as /v1/'],
    [7, 'wire.preset: found 7'],
  ])('%j', ([wire, words]) => {
    const read = readWire(wire);
    expect(read.ok ? [] : read.problems).toStrictEqual([expect.stringContaining(words)]);
  });
});
