import { H2CClient } from 'undici';
import { retrying } from './retrying.ts';

let client: H2CClient | undefined;

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { origin, pathname } = new URL(url);
  client ??= new H2CClient(origin);
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await client.request({
    path: pathname,
    method: 'POST',
    body,
    headers: { ...headers },
    signal,
  });
  return { status: answer.statusCode, text: await answer.body.text() };
});
