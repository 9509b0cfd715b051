/**
 * An edge that writes to a database: each query takes a few milliseconds, rows outlive a restart, and a request that
 * finds its own reading being written is asked to come back. It waits through the globals and keeps its rows on
 * the disk that it is handed.
 *
 *   npm run sim -- --scenario edge-restart --seed 42 --edge ./examples/database-edge.ts
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import type { Request, Response } from 'express';
import type { AcceptedReading, Disk, EdgeEnv, EdgeUnderTest } from '../ports/index.ts';

/** A table with a unique index on (device_id, sequence_id). */
class ReadingsTable {
  /** Rows inserted by this process. */
  readonly inserted: AcceptedReading[] = [];
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  async find(key: string): Promise<AcceptedReading | undefined> {
    await sleep(1 + Math.random() * 4);
    const row = this.#disk.read(`readings/${key}`);
    if (row === undefined) return undefined;
    const reading: AcceptedReading = JSON.parse(row);
    return reading;
  }

  /** False where the index has the key: another instance was faster. */
  async insert(key: string, row: AcceptedReading): Promise<boolean> {
    await sleep(5 + Math.random() * 20);
    if (this.#disk.read(`readings/${key}`) !== undefined) return false;
    this.#commit(key, JSON.stringify(row));
    this.inserted.push(row);
    return true;
  }

  /** Throws where the disk has no room. No half of a row is ever read, nor one that was not committed. */
  #commit(key: string, row: string): void {
    const disk = this.#disk;
    try {
      disk.write(`unfinished/${key}`, row);
      disk.syncFile(`unfinished/${key}`);
      disk.rename(`unfinished/${key}`, `readings/${key}`);
      disk.sync();
    } catch (error) {
      disk.remove(`unfinished/${key}`);
      disk.remove(`readings/${key}`);
      throw error;
    }
  }
}

const FIELDS = new Set(['device_id', 'sequence_id', 'timestamp', 'values']);

/** All of it, and nothing else: what is stored can't be refused any more. */
function isReading(body: unknown): body is AcceptedReading {
  if (typeof body !== 'object' || body === null) return false;
  const { device_id, sequence_id, timestamp, values } = body as Partial<AcceptedReading>;
  return (
    Object.keys(body).every((name) => FIELDS.has(name)) &&
    typeof device_id === 'string' &&
    Number.isInteger(sequence_id) &&
    Number(sequence_id) >= 0 &&
    typeof timestamp === 'string' &&
    // `Date` takes the 30th of February for the second of March.
    new Date(Date.parse(timestamp) || 0).toISOString() === timestamp &&
    typeof values === 'object' &&
    Object.values(values ?? {}).length > 0 &&
    Object.values(values ?? {}).every((value) => Number.isFinite(value))
  );
}

/** A damaged byte would be read as a harmless character, and stored. */
function refuseDamaged(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (!isUtf8(body)) throw new Error('the body is no UTF-8');
}

export function createEdge({ disk, log }: EdgeEnv): EdgeUnderTest {
  const table = new ReadingsTable(disk);
  const beingWritten = new Set<string>();
  const app = express();
  app.use(express.json({ verify: refuseDamaged }));

  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 hears of what they reject with.
  app.post('/ingest', async (request: Request, response: Response) => {
    const reading: unknown = request.body;
    if (!isReading(reading)) {
      response.status(400).json({ error: 'this is no reading' });
      return;
    }
    const { device_id, sequence_id } = reading;
    const key = `${device_id}/${sequence_id}`;
    if (beingWritten.has(key)) {
      response.status(503).set('Retry-After', '1').json({ error: 'still being written' });
      return;
    }
    beingWritten.add(key);
    try {
      const isStored = (await table.find(key)) !== undefined || !(await table.insert(key, reading));
      if (isStored) {
        response.status(409).json({ device_id, sequence_id });
        return;
      }
      log('info', 'reading_inserted', { device_id, sequence_id });
      response.json({ device_id, sequence_id });
    } finally {
      beingWritten.delete(key);
    }
  });

  return { handler: app, accepted: () => table.inserted };
}
