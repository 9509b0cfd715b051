import { Elysia } from 'elysia';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();

export default new Elysia().post('/ingest', ({ body, set }) => {
  const said = ingest(JSON.stringify(body));
  set.status = said.status;
  return said.body;
});
