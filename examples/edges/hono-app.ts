/** An app of Hono, as workers and other runtimes have it. */
import { Hono } from 'hono';
import { createIngest } from './ingest.ts';

const ingest = createIngest();
const app = new Hono();

app.post('/ingest', async (context) => {
  const { status, body } = ingest(await context.req.text());
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
});

export default app;
