/**
 * An edge that looks whether it has a reading, and stores it if not: two steps, between which a second copy of the same
 * request finds nothing either. Both are told that they are the first.
 *
 *   npm run sim -- --scenario twins --seed 1 --edge ./examples/recipes/two-answers-edge.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import type { Request, Response } from 'express';
import type { AcceptedReading, EdgeUnderTest } from '../../ports/index.ts';

export function createEdge(): EdgeUnderTest {
  const stored = new Map<string, AcceptedReading>();
  const accepted: AcceptedReading[] = [];
  const app = express();
  app.use(express.json());

  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 hears of what they reject with.
  app.post('/ingest', async (request: Request, response: Response) => {
    const reading: AcceptedReading = request.body;
    const { device_id, sequence_id } = reading;
    const key = `${device_id}/${sequence_id}`;
    if (stored.has(key)) {
      response.status(409).json({ device_id, sequence_id });
      return;
    }
    // What an INSERT takes.
    await sleep(5 + Math.random() * 20);
    stored.set(key, reading);
    accepted.push(reading);
    response.json({ device_id, sequence_id });
  });

  return { handler: app, accepted: () => accepted };
}
