import { Agent, request } from 'undici';
import { retrying } from './retrying.ts';

let dispatcher: Agent | undefined;

/** It takes what the other end chooses, and that is HTTP/1.1 where both are offered. */
export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  dispatcher ??= new Agent({ allowH2: true });
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await request(url.replace('http:', 'https:'), {
    method: 'POST',
    body,
    headers: { ...headers },
    signal,
    dispatcher,
  });
  return { status: answer.statusCode, text: await answer.body.text() };
});
