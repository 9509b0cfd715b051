/** An app of Koa, as the default export. */
import Koa from 'koa';
import { createIngest } from './ingest.ts';

const ingest = createIngest();
const app = new Koa();

app.use(async (context) => {
  let text = '';
  for await (const part of context.req) text += String(part);
  const { status, body } = ingest(text);
  context.status = status;
  context.body = body;
});

export default app;
