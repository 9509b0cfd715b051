import { node } from '@elysiajs/node';
import { Elysia } from 'elysia';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();
new Elysia({ adapter: node() })
  .post('/ingest', ({ body, set }) => {
    const said = ingest(JSON.stringify(body));
    set.status = said.status;
    return said.body;
  })
  .listen(3_000);
