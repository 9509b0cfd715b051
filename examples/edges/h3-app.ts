/** An app of h3. */
import { H3 } from 'h3';
import { createIngest } from './ingest.ts';

const ingest = createIngest();

export const app = new H3().post('/ingest', async (event) => {
  const { status, body } = ingest(await event.req.text());
  return Response.json(body, { status });
});
