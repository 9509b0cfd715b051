/** A handler of the web's `Request`, as workers and other runtimes have it. */
import { createIngest } from './ingest.ts';

const ingest = createIngest();

export default {
  async fetch(request: Request): Promise<Response> {
    const { status, body } = ingest(await request.text());
    return Response.json(body, { status });
  },
};
