import { Pool } from 'undici';
import { retrying } from './retrying.ts';

let pool: Pool | undefined;

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { origin, pathname } = new URL(url);
  pool ??= new Pool(origin, { connections: 4, keepAliveTimeout: 2_000 });
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await pool.request({
    path: pathname,
    method: 'POST',
    body,
    headers: { ...headers },
    signal,
  });
  return { status: answer.statusCode, text: await answer.body.text() };
});
