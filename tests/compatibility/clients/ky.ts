import ky from 'ky';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const answer = await ky.post(url, { body, headers, timeout: timeoutMs, retry: 0, throwHttpErrors: false });
  return { status: answer.status, text: await answer.text() };
});
