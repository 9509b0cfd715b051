import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();

export default async function handle(request: Request): Promise<Response> {
  const { status, body } = ingest(await request.text());
  return Response.json(body, { status });
}
