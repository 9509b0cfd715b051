import express from 'express';
import { createIngest } from './ingest.ts';

/** The app that several modules here export, each in its way. */
export function expressApp(): express.Express {
  const ingest = createIngest();
  const app = express();
  app.use(express.text({ type: '*/*' }));
  app.post('/ingest', (request, response) => {
    const { status, body } = ingest(String(request.body));
    response.status(status).json(body);
  });
  return app;
}
