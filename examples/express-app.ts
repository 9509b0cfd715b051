/**
 * An ingestion service as many are: one file, a Map, a cleaning timer. It knows nothing of Petrel.
 *
 *   npx tsx examples/express-app.ts          serves it on port 3000
 *   npm run sim -- --scenario storm --seed 42 --edge ./examples/express-app.ts
 */
import { isUtf8 } from 'node:buffer';
import { realpathSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Request, Response } from 'express';

interface Telemetry {
  device_id: string;
  sequence_id: number;
  timestamp: string;
  values: Record<string, number>;
}

const REMEMBER_MS = 5 * 60 * 1000;
const CLEAN_EVERY_MS = 30 * 1000;

/** When each reading was seen, by device and sequence number; in time that no change of the clock makes longer or shorter. */
const seenAt = new Map<string, number>();
export const readings: Telemetry[] = [];

setInterval(() => {
  const now = performance.now();
  for (const [key, at] of seenAt) if (now - at > REMEMBER_MS) seenAt.delete(key);
}, CLEAN_EVERY_MS).unref();

const FIELDS = new Set(['device_id', 'sequence_id', 'timestamp', 'values']);

function isTelemetry(body: unknown): body is Telemetry {
  if (typeof body !== 'object' || body === null) return false;
  const { device_id, sequence_id, timestamp, values } = body as Partial<Telemetry>;
  return (
    Object.keys(body).every((name) => FIELDS.has(name)) &&
    typeof device_id === 'string' &&
    typeof sequence_id === 'number' &&
    Number.isInteger(sequence_id) &&
    sequence_id >= 0 &&
    typeof timestamp === 'string' &&
    // `Date` takes the 30th of February for the second of March.
    new Date(Date.parse(timestamp) || 0).toISOString() === timestamp &&
    typeof values === 'object' &&
    values !== null &&
    Object.values(values).every((value) => Number.isFinite(value))
  );
}

export const app = express();

/** A damaged byte would be read as a harmless character, and stored. */
function refuseDamaged(_request: IncomingMessage, _response: ServerResponse, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('the body is no UTF-8');
}

app.use(express.json({ limit: '16kb', verify: refuseDamaged }));

app.post('/ingest', (request: Request, response: Response) => {
  const body: unknown = request.body;
  if (!isTelemetry(body)) {
    response.status(400).json({ error: 'device_id, sequence_id, timestamp and values are required' });
    return;
  }
  const { device_id, sequence_id } = body;
  const key = `${device_id}/${sequence_id}`;
  const seen = seenAt.get(key);
  if (seen !== undefined && performance.now() - seen < REMEMBER_MS) {
    response.status(409).json({ device_id, sequence_id, status: 'duplicate' });
    return;
  }
  seenAt.set(key, performance.now());
  readings.push(body);
  response.json({ device_id, sequence_id, status: 'accepted' });
});

app.get('/devices/:id', (request: Request, response: Response) => {
  const found = readings.findLast(({ device_id }) => device_id === request.params['id']);
  if (found === undefined) response.sendStatus(404);
  else response.json(found);
});

const startedAs = process.argv[1];
if (startedAs !== undefined && realpathSync(startedAs) === fileURLToPath(import.meta.url)) {
  app.listen(3000, () => console.log('listening on http://localhost:3000'));
}
