import { request } from 'undici';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await request(url, { method: 'POST', body, headers: { ...headers }, signal });
  return { status: answer.statusCode, text: await answer.body.text() };
});
