import Wreck from '@hapi/wreck';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const answer = await Wreck.request('POST', url, {
    payload: body,
    headers: { ...headers },
    timeout: timeoutMs,
  });
  const bytes = await Wreck.read(answer);
  return { status: answer.statusCode ?? 0, text: bytes.toString() };
});
