import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express from 'express';
import { createInjectTransport } from '../sim/transport/inject-transport.ts';
import { secondsOf } from './clock.ts';

/**
 * Prints exchanges per second of one Express app: `bare` calls app.handle with ready-made requests and takes the end of
 * the response; `inject` goes through the transport, which makes them.
 */
const WARM_UP = 4_000;
const REQUESTS = 10_000;
const BODY = JSON.stringify({ device_id: 'device-001', sequence_id: 1, values: { temperature_c: 21.5 } });

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.post('/ingest', (request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"bytes":${bytes}}`);
  });
});

const headers = { 'content-type': 'application/json', 'content-length': String(BODY.length) };

function readyMade(done: () => void): readonly [IncomingMessage, ServerResponse] {
  const request = new IncomingMessage(new Socket());
  request.method = 'POST';
  request.url = '/ingest';
  request.headers = headers;
  request.push(BODY);
  request.push(null);
  const response = new ServerResponse(request);
  response.end = (): ServerResponse => {
    done();
    return response;
  };
  return [request, response];
}

async function bare(count: number): Promise<number> {
  let sum = 0;
  // Ready-made: what is timed is the handler and its streams. In batches, so that they do not fill the memory.
  for (let left = count; left > 0; left -= 1_000) {
    const waits: Promise<void>[] = [];
    const pairs = Array.from({ length: 1_000 }, () => {
      let done = (): void => {};
      waits.push(
        new Promise((resolve) => {
          done = resolve;
        }),
      );
      return readyMade(() => done());
    });
    sum += await secondsOf(async () => {
      for (const [index, [request, response]] of pairs.entries()) {
        app(request, response);
        await waits[index];
      }
    });
  }
  return sum;
}

const transport = createInjectTransport(
  { handler: (request, response) => app(request, response) },
  { responseEvents: false, ownConnections: false },
);

async function inject(count: number): Promise<number> {
  const request = { method: 'POST', path: '/ingest', headers, body: BODY };
  return secondsOf(async () => {
    for (let sent = 0; sent < count; sent += 1) {
      const answer = await transport.exchange(request, (act) => act());
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    }
  });
}

const loop = process.argv[2] === 'bare' ? bare : inject;
await loop(WARM_UP);
console.log(REQUESTS / (await loop(REQUESTS)));
