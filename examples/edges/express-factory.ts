/** A factory: each start of the edge calls it, so what the app remembers ends with the start. */
import express from 'express';
import { createIngest } from './ingest.ts';

export function createApp(): express.Express {
  const ingest = createIngest();
  const app = express();
  app.use(express.text({ type: '*/*' }));
  app.post('/ingest', (request, response) => {
    const { status, body } = ingest(String(request.body));
    response.status(status).json(body);
  });
  return app;
}
