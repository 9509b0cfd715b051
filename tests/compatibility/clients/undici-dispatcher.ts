import { Agent, setGlobalDispatcher } from 'undici';
import { retrying } from './retrying.ts';

/** Node's own `fetch`, which sends by what a process has set. */
setGlobalDispatcher(new Agent({ connections: 2 }).compose((dispatch) => dispatch));

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(url, { method: 'POST', headers, body, signal });
  return { status: answer.status, text: await answer.text() };
});
