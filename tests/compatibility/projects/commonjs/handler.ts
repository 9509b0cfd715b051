// In a package of CommonJS this is CommonJS too, once its types are gone.
import type { IncomingMessage, ServerResponse } from 'node:http';

const taken = new Set<string>();

export function handler(request: IncomingMessage, response: ServerResponse): void {
  let text = '';
  request.on('data', (part: Buffer) => (text += part.toString()));
  request.on('end', () => {
    const { device_id, sequence_id } = JSON.parse(text || '{}');
    const key = JSON.stringify([device_id, sequence_id]);
    response.statusCode = taken.has(key) ? 409 : 200;
    taken.add(key);
    response.end(JSON.stringify({ device_id, sequence_id }));
  });
}
