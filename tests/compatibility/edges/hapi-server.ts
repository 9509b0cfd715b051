import Hapi from '@hapi/hapi';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();
export const server = Hapi.server({ port: 3000 });

server.route({
  method: 'POST',
  path: '/ingest',
  handler: ({ payload }, answers) => {
    const { status, body } = ingest(JSON.stringify(payload));
    return answers.response(body).code(status);
  },
});
