import http from 'node:http';

/** What it was sent over, and what came back; `broke`: the code of the error that came in place of an answer. */
export interface Sent {
  readonly wasKept: boolean;
  readonly broke: string | null;
  readonly status: number | null;
  readonly body: string;
}

/** Sends a message by Node's own client. `asked` is told the request, for who wants to give it up. */
export function postByNode(
  url: string,
  body: string,
  agent: http.Agent,
  asked: (request: http.ClientRequest) => void,
): Promise<Sent> {
  return new Promise((done) => {
    const headers = { 'content-type': 'application/json' };
    const request = http.request(url, { method: 'POST', headers, agent }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', failed);
      response.on('end', () =>
        done({ wasKept: request.reusedSocket, broke: null, status: response.statusCode ?? null, body: text }),
      );
    });
    const failed = (error: Error): void => {
      const code: unknown = Reflect.get(error, 'code');
      done({ wasKept: request.reusedSocket, broke: String(code), status: null, body: '' });
    };
    request.on('error', failed);
    asked(request);
    request.end(body);
  });
}
