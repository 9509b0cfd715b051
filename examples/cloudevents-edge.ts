/**
 * An ingestion service that speaks CloudEvents 1.0, in binary and structured mode: an event is told by its source and id,
 * an id is any text, and one that was taken before is answered like one that is new.
 *
 *   npm run sim -- --scenario lost-ack --seed 42 --edge ./examples/cloudevents-edge.ts --device ./examples/cloudevents-device.ts
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Request, Response } from 'express';
import type { EdgeUnderTest } from '../ports/index.ts';

interface Event {
  readonly id: string;
  readonly source: string;
  readonly time: string;
  readonly data: Readonly<Record<string, number>>;
}

/** Of an event in either mode; undefined where something is missing. */
function eventIn({ headers, body }: Request): Event | undefined {
  const sent: unknown = body;
  if (typeof sent !== 'object' || sent === null) return undefined;
  const inHeaders = headers['ce-specversion'] === '1.0';
  const { id, source, time, data }: Readonly<Record<string, unknown>> = inHeaders
    ? { id: headers['ce-id'], source: headers['ce-source'], time: headers['ce-time'], data: sent }
    : { ...sent };
  if (typeof id !== 'string' || typeof source !== 'string' || typeof time !== 'string') return undefined;
  if (typeof data !== 'object' || data === null) return undefined;
  const values: [string, number][] = [];
  for (const [name, value] of Object.entries(data)) {
    if (typeof value !== 'number') return undefined;
    values.push([name, value]);
  }
  return { id, source, time, data: Object.fromEntries(values) };
}

/** A damaged byte would be read as a harmless character, and stored. */
function refuseDamaged(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (!isUtf8(body)) throw new Error('the body is no UTF-8');
}

export function createEdge(): EdgeUnderTest {
  const stored = new Map<string, Event>();
  const app = express();
  app.use(
    express.json({ type: ['application/json', 'application/cloudevents+json'], verify: refuseDamaged }),
  );

  app.post('/ingest', (request: Request, response: Response) => {
    const event = eventIn(request);
    if (event === undefined) {
      response.status(400).json({ error: 'this is no event of a sensor' });
      return;
    }
    const key = JSON.stringify([event.source, event.id]);
    if (!stored.has(key)) stored.set(key, event);
    response.status(202).end();
  });

  return {
    handler: app,
    // By the names that the messages have: whose they are, and which, the harness finds out.
    accepted: () =>
      [...stored.values()].map(({ id, source, time, data }) => ({
        device_id: source,
        sequence_id: id,
        timestamp: time,
        values: data,
      })),
  };
}
