import { propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import supertest from 'supertest';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestEdge, message, post } from '../testing/test-edge.ts';
import { findTracing } from './find-tracing.ts';

/** The example of the recommendation. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;

test('a request is a part of the trace that it names, on each line, with a span of its own', async () => {
  const edge = createTestEdge();
  await edge.ingest(post(message(1), { traceparent: TRACEPARENT }));
  await edge.ingest(post({}, { traceparent: TRACEPARENT }));
  expect(edge.lines).toHaveLength(3);
  // Both halves are drawn as 0.5 · 2^32.
  for (const { fields } of edge.lines)
    expect(fields).toMatchObject({ trace_id: TRACE, span_id: '8000000080000000' });
});

test.for<readonly [string, Record<string, string>]>([
  ['there is none', {}],
  ['it is not valid', { traceparent: `${TRACEPARENT}-more` }],
])('nothing is said of a trace where %s, and the reading is taken', async ([, headers]) => {
  const edge = createTestEdge();
  expect((await edge.ingest(post(message(1), headers))).status).toBe(200);
  for (const { fields } of edge.lines) expect(Object.keys(fields)).not.toContain('trace_id');
});

describe('with OpenTelemetry', () => {
  afterEach(() => {
    trace.disable();
    propagation.disable();
  });

  test('each request for the ingest path is a span, on the lines of the log too', async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
    );
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const edge = createTestEdge({}, { tracing: await findTracing() });
    const send = (body: unknown) =>
      supertest(edge.handler)
        .post('/ingest')
        .set('traceparent', TRACEPARENT)
        .send(body ?? {});
    await send(message(1)).expect(200);
    await send({}).expect(400);
    await supertest(edge.handler).get('/health').expect(200);
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ attributes }) => attributes['http.response.status_code'])).toStrictEqual([200, 400]);
    const [taken, refused] = spans;
    expect(taken).toMatchObject({
      name: 'POST /ingest',
      parentSpanContext: { traceId: TRACE, spanId: PARENT },
    });
    const ids = spans.map((span) => span.spanContext().spanId);
    expect(edge.lines.map(({ fields }) => fields['span_id'])).toStrictEqual([ids[0], ids[0], ids[1]]);
    // What the client did wrong is no error of the server.
    expect(refused?.status.code).toBe(0);
  });

  test('and no SDK registered the trace is continued as without it', async () => {
    const edge = createTestEdge({}, { tracing: await findTracing() });
    await supertest(edge.handler)
      .post('/ingest')
      .set('traceparent', TRACEPARENT)
      .send(message(1))
      .expect(200);
    expect(edge.lines[0]?.fields).toMatchObject({ trace_id: TRACE, span_id: '8000000080000000' });
  });
});
