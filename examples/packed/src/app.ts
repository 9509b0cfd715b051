/** An app that nobody prepared: it takes readings and remembers which it has. */
import express from 'express';

interface Telemetry {
  readonly device_id: string;
  readonly sequence_id: number;
}

const stored = new Map<string, Telemetry>();

export const app = express();
app.use(express.json());
app.post('/v1/telemetry', (request, response) => {
  const reading: Telemetry = request.body;
  const key = `${reading.device_id}/${reading.sequence_id}`;
  if (stored.has(key)) {
    response.sendStatus(409);
    return;
  }
  stored.set(key, reading);
  response.sendStatus(201);
});
