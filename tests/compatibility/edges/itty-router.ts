import { AutoRouter } from 'itty-router';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();
const router = AutoRouter();
router.post('/ingest', async (request) => {
  const { status, body } = ingest(await request.text());
  return Response.json(body, { status });
});

export default router;
