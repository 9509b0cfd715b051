import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { mermaidReporter } from '../reports/reporters/mermaid.ts';
import { otlpReporter } from '../reports/reporters/otlp.ts';
import { perfettoReporter } from '../reports/reporters/perfetto.ts';
import type { Reporter } from '../reports/reporters/report.ts';
import { shivizReporter } from '../reports/reporters/shiviz.ts';
import { attemptsOf } from '../reports/trace/attempts.ts';
import type { RunFound } from '../reports/trace/run-found.ts';
import { WORLD_EPOCH_MS } from '../sim/kernel/index.ts';
import { simInTurn } from './command-session.ts';
import { words } from './command.ts';
import { reportOn } from './report-on.ts';
import { scenarioFrom } from './run-scenario.ts';
import { witnessed } from './witnessed.ts';

/** Requests and answers get lost, arrive twice, and the edge is away for a while: devices wait, and wait beside each other. */
const ROUGH = `
name: rough
description: All that an export must show.
duration: 1m
fleet: { devices: 3, interval: 2s }
network:
  loss: { probability: 10% }
  duplicate: { probability: 20%, min: 1s, max: 3s }
  answerLoss: { probability: 10% }
timeline:
  - { at: 20s, for: 5s, edge: { restart: true } }
`;

let found: RunFound;

beforeAll(async () => {
  found = await witnessed(scenarioFrom(ROUGH), '1');
});

function rendered(reporter: Reporter, run: RunFound = found): string {
  return reporter(reportOn({ kind: 'runs', runs: [run] }), { colour: false, columns: 80 });
}

function events() {
  return found.witnessed?.trace.events ?? [];
}

describe('perfetto', () => {
  interface Entry {
    readonly ph: string;
    readonly pid: number;
    readonly tid: number;
    readonly name: string;
    readonly ts: number;
    readonly dur: number;
    readonly id: number;
    readonly bp?: string;
    readonly args: Readonly<Record<string, unknown>>;
  }
  let entries: readonly Entry[];

  beforeAll(() => {
    ({ traceEvents: entries } = JSON.parse(rendered(perfettoReporter)));
  });

  const ofPhase = (ph: string) => entries.filter((entry) => entry.ph === ph);
  const track = ({ pid, tid }: Entry) => `${pid}/${tid}`;

  test('has a process for each device and for the edge, and all others are named too', () => {
    const named = ofPhase('M').filter(({ name }) => name === 'process_name');
    expect(named.map(({ args }) => args['name'])).toEqual(
      ['scenario', 'edge', 'device-001', 'device-002', 'device-003'].map((name) => `rough, seed 1: ${name}`),
    );
    const pids = new Set(named.map(({ pid }) => pid));
    for (const entry of entries) expect(pids).toContain(entry.pid);
  });

  test('has nothing beside the entries but what a reader skips', () => {
    // Of displayTimeUnit the trace processor keeps a note that it means nothing.
    expect(Object.keys(JSON.parse(rendered(perfettoReporter)))).toEqual(['otherData', 'traceEvents']);
  });

  test('has the fields that each kind of entry must have, and whole microseconds from the beginning', () => {
    const id = z.int().min(0);
    const thing = { pid: id, tid: id, name: z.string().min(1) };
    const at = { ts: z.int().min(0) };
    const flow = { ...thing, ...at, cat: z.literal('request'), id };
    // "Trace Event Format", Google: complete events, metadata, instants with a scope, and both ends of a flow.
    const entry = z.discriminatedUnion('ph', [
      z.strictObject({ ...thing, ph: z.literal('M'), args: z.record(z.string(), z.unknown()) }),
      z.strictObject({
        ...thing,
        ...at,
        ph: z.literal('X'),
        dur: z.int().min(0),
        args: z.object({}).loose(),
      }),
      z.strictObject({ ...thing, ...at, ph: z.literal('i'), s: z.enum(['g', 'p', 't']) }),
      z.strictObject({ ...flow, ph: z.literal('s') }),
      z.strictObject({ ...flow, ph: z.literal('f'), bp: z.literal('e') }),
    ]);
    expect(z.array(entry).safeParse(entries).error?.issues ?? []).toEqual([]);
    const first = attemptsOf(events())[0];
    const slice = ofPhase('X').find(({ name }) => name === `reading ${first?.reading}, attempt 0`);
    expect(slice?.ts).toBe(first?.sentAt);
    expect(slice?.dur).toBe((first?.endedAt ?? 0) - (first?.sentAt ?? 0));
  });

  test('names each track, and has no flow before the slices of its instant', () => {
    const named = new Set(
      ofPhase('M')
        .filter(({ name }) => name === 'thread_name')
        .map(track),
    );
    for (const slice of ofPhase('X')) expect(named).toContain(track(slice));
    // A thread with the number of a process would be taken for its main one, and shown before the first.
    const processes = new Set(entries.map(({ pid }) => pid));
    for (const { tid } of ofPhase('X')) expect(processes).not.toContain(tid);
    // Entries of one instant are taken in the order of the file: a flow binds to a slice that has begun.
    const firstFlow = entries.findIndex(({ ph }) => ph === 's' || ph === 'f');
    expect(entries.findLastIndex(({ ph }) => ph === 'X')).toBeLessThan(firstFlow);
  });

  test('has a slice for each attempt, and slices of a track lie one behind the other', () => {
    const slices = ofPhase('X');
    const attempts = slices.filter(({ name }) => name.startsWith('reading '));
    expect(attempts).toHaveLength(attemptsOf(events()).length);
    const until = new Map<string, number>();
    for (const slice of slices.toSorted((a, b) => a.ts - b.ts)) {
      expect(slice.dur).toBeGreaterThanOrEqual(0);
      expect(slice.ts).toBeGreaterThanOrEqual(until.get(track(slice)) ?? 0);
      until.set(track(slice), slice.ts + slice.dur);
    }
  });

  test('has a flow for each request that arrived, which begins and ends within a slice of its track', () => {
    const arrived = events().filter(({ kind }) => kind === 'request_delivered');
    expect(ofPhase('f')).toHaveLength(arrived.length);
    const begun = ofPhase('s').map(({ id }) => id);
    expect(new Set(begun).size).toBe(begun.length);
    // What was copied arrives again.
    expect(begun.length).toBeLessThan(arrived.length);
    const begins = new Map(ofPhase('s').map((entry) => [entry.id, entry.ts]));
    for (const flow of [...ofPhase('s'), ...ofPhase('f')]) {
      const encloses = (slice: Entry) =>
        track(slice) === track(flow) && slice.ts <= flow.ts && flow.ts <= slice.ts + slice.dur;
      expect(ofPhase('X').some(encloses)).toBe(true);
      expect(flow.ts).toBeGreaterThanOrEqual(begins.get(flow.id) ?? Infinity);
      if (flow.ph === 'f') expect(flow.bp).toBe('e');
    }
  });
});

describe('otlp', () => {
  interface Span {
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly name: string;
    readonly kind: number;
    readonly startTimeUnixNano: string;
    readonly endTimeUnixNano: string;
    readonly status: { readonly code: number };
  }
  let spans: readonly Span[];
  let request: unknown;

  beforeAll(() => {
    const { resourceSpans } = JSON.parse(rendered(otlpReporter));
    request = { resourceSpans };
    spans = resourceSpans.flatMap((each: { scopeSpans: readonly { spans: readonly Span[] }[] }) =>
      each.scopeSpans.flatMap((scope) => scope.spans),
    );
  });

  test('has ids as lower-case hex of 16 and 8 bytes, each span once, and 64 bits as texts', () => {
    for (const { traceId, spanId, startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(spanId).toMatch(/^[0-9a-f]{16}$/);
      expect(startTimeUnixNano).toMatch(/^\d+$/);
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    }
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });

  test('is an ExportTraceServiceRequest in JSON, with no field that the protocol does not have', () => {
    // opentelemetry-proto 1.x, trace.proto and common.proto, in the JSON mapping: 64 bits are texts, ids are hex, and all
    // zeroes are no id.
    const nanos = z.string().regex(/^[1-9]\d*$/);
    const idOf = (bytes: number) =>
      z
        .string()
        .regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
        .refine((id) => !/^0+$/.test(id));
    const value = z.union([
      z.strictObject({ stringValue: z.string() }),
      z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
    ]);
    const attributes = z
      .array(z.strictObject({ key: z.string().min(1), value }))
      .refine((all) => new Set(all.map(({ key }) => key)).size === all.length);
    const span = z
      .strictObject({
        traceId: idOf(16),
        spanId: idOf(8),
        parentSpanId: idOf(8).optional(),
        name: z.string().min(1),
        kind: z.int().min(1).max(5),
        startTimeUnixNano: nanos,
        endTimeUnixNano: nanos,
        attributes,
        events: z.array(z.strictObject({ timeUnixNano: nanos, name: z.string().min(1), attributes })),
        status: z.strictObject({ code: z.int().min(0).max(2) }),
      })
      .refine(({ startTimeUnixNano: from, endTimeUnixNano: to, events: told }) =>
        told.every(({ timeUnixNano: at }) => BigInt(at) >= BigInt(from) && BigInt(at) <= BigInt(to)),
      );
    const scopeSpans = z.strictObject({ scope: z.strictObject({ name: z.string() }), spans: z.array(span) });
    const resourceSpans = z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(scopeSpans),
    });
    const whole = z.strictObject({ resourceSpans: z.array(resourceSpans) });
    expect(whole.safeParse(request).error?.issues ?? []).toEqual([]);
  });

  test('has one trace for each reading, whose spans hang together', () => {
    const { generated } = found.result.ledger;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(generated);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    for (const { parentSpanId, traceId } of spans)
      if (parentSpanId !== undefined) expect(byId.get(parentSpanId)?.traceId).toBe(traceId);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(generated);
    // Clients and servers, by the numbers of the protocol.
    expect(spans.filter(({ kind }) => kind === 3)).toHaveLength(attemptsOf(events()).length);
    const arrived = events().filter(({ kind }) => kind === 'request_delivered').length;
    expect(spans.filter(({ kind }) => kind === 2)).toHaveLength(arrived);
  });

  test('counts time from the beginning of the world', () => {
    const first = spans
      .map(({ startTimeUnixNano }) => BigInt(startTimeUnixNano))
      .toSorted((a, b) => Number(a - b))[0];
    const bornAt = events().find(({ kind }) => kind === 'reading_recorded')?.at ?? 0;
    expect(first).toBe(BigInt(WORLD_EPOCH_MS) * 1_000_000n + BigInt(bornAt) * 1000n);
  });
});

test('mermaid tells of the reading that is accused', () => {
  // The edge forgets what it knew when it is away.
  const [accused] = found.result.invariants.flatMap(({ verdict }) =>
    verdict.kind === 'violated' ? verdict.violations : [],
  );
  const [about] = rendered(mermaidReporter).split('\n');
  expect(about).toBe(`%% rough, seed 1: ${accused?.device}, reading ${accused?.reading}`);
});

test('mermaid tells of the reading that took most attempts, where none is accused', () => {
  const innocent = { ...found, result: { ...found.result, invariants: [] } };
  const [about = '', head = '', ...lines] = rendered(mermaidReporter, innocent).split('\n');
  expect(about).toMatch(/^%% rough, seed 1: device-00\d, reading \d+$/);
  expect(head).toBe('sequenceDiagram');
  const most = Math.max(...attemptsOf(events()).map(({ attempt }) => attempt));
  expect(lines.some((line) => line.endsWith(`attempt ${most}`))).toBe(true);
  // Its statements: somebody is there, says something to somebody, or a note.
  const statement = /^ {2}(participant \w as \w+|[DNE]-{1,2}(>>|x)[DNE]: [^;]+|Note over [DNE]: [^;]+)$/;
  for (const line of lines) expect(line).toMatch(statement);
});

test('shiviz has clocks that count each event of a host, and know no event that is still to come', () => {
  const log = rendered(shivizReporter);
  const entries = [...log.matchAll(/^(?<host>\S*) (?<clock>{.*})\n(?<event>.*)$/gm)];
  expect(entries).toHaveLength(log.split('\n').length / 2);
  const counts = new Map<string, number>();
  let told = 0;
  for (const { groups } of entries) {
    const { host = '', clock = '{}' } = groups ?? {};
    const known: Readonly<Record<string, number>> = JSON.parse(clock);
    counts.set(host, (counts.get(host) ?? 0) + 1);
    expect(known[host]).toBe(counts.get(host));
    for (const [other, count] of Object.entries(known))
      expect(count).toBeLessThanOrEqual(counts.get(other) ?? 0);
    if (Object.keys(known).length > 1) told += 1;
  }
  expect([...counts.keys()].toSorted()).toEqual(['device-001', 'device-002', 'device-003', 'edge']);
  expect(told).toBeGreaterThan(100);
});

test('of many runs there is no trace to export, which is said before they begin', async () => {
  const { code, stderr } = await simInTurn(
    words('sweep --scenario calm --seeds 1..3 --reporter perfetto=p.json'),
  );
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('--reporter perfetto=p.json: it is about the events of single runs'),
  });
});
