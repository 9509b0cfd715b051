import { Hono } from 'hono';
import { createIngest } from './ingest.ts';

export function honoApp(): Hono {
  const ingest = createIngest();
  const app = new Hono();
  app.post('/ingest', async (context) => {
    const { status, body } = ingest(await context.req.text());
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
  return app;
}
