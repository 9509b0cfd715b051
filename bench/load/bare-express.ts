/** What the edge is set against: Express with its own reader of JSON, which stores into a Map. Prints its port. */
import express from 'express';

const stored = new Map<string, unknown>();
const app = express();
app.post('/ingest', express.json(), (request, response) => {
  const message: Readonly<Record<string, unknown>> = request.body;
  stored.set(`${String(message['device_id'])}/${String(message['sequence_id'])}`, message);
  response.json({ status: 'accepted', device_id: message['device_id'], sequence_id: message['sequence_id'] });
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null)
    process.stdout.write(`${JSON.stringify({ event: 'edge_started', port: address.port })}\n`);
});
