import { HttpClient } from 'typed-rest-client/HttpClient.js';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const client = new HttpClient('device', [], { socketTimeout: timeoutMs });
  const answer = await client.post(url, body, { ...headers });
  return { status: answer.message.statusCode ?? 0, text: await answer.readBody() };
});
