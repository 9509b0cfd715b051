/**
 * A batch endpoint with a mistake that looks like a shortcut: a batch whose first reading is known has come before, so
 * nothing of it is looked at any more. But what a device sends again goes together with what is due by then.
 *
 *   npm run sim -- --scenario batches --seed 1 --edge ./examples/recipes/stops-at-duplicate-edge.ts
 */
import express from 'express';
import type { Request, Response } from 'express';
import type { EdgeUnderTest } from '../../ports/index.ts';

interface Telemetry {
  readonly device_id: string;
  readonly sequence_id: number;
  readonly timestamp: string;
  readonly values: Readonly<Record<string, number>>;
}

export function createEdge(): EdgeUnderTest {
  const stored = new Map<string, Telemetry>();
  const app = express();
  app.use(express.json());
  app.post('/ingest', (request: Request, response: Response) => {
    const batch: readonly Telemetry[] = Array.isArray(request.body) ? request.body : [request.body];
    const keyOf = ({ device_id, sequence_id }: Telemetry): string => `${device_id}/${sequence_id}`;
    const [first] = batch;
    const isKnown = first !== undefined && stored.has(keyOf(first));
    if (!isKnown) for (const reading of batch) stored.set(keyOf(reading), reading);
    const results = batch.map(({ device_id, sequence_id }) => ({ device_id, sequence_id, status: 200 }));
    if (Array.isArray(request.body)) response.json({ results });
    else response.json(results[0]);
  });
  return { handler: app, accepted: () => stored.values() };
}
