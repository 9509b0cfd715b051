import { createIngest } from '../shared/ingest.ts';

const ingest = createIngest();

// As workers and other runtimes have it.
export default {
  async fetch(request: Request): Promise<Response> {
    const { status, body } = ingest(await request.text());
    return Response.json(body, { status });
  },
};
