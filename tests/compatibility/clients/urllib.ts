import { request } from 'urllib';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { status, data } = await request(url, {
    method: 'POST',
    content: body,
    headers: { ...headers },
    timeout: timeoutMs,
    dataType: 'text',
    // It tries once more by itself.
    socketErrorRetry: 0,
  });
  return { status, text: String(data) };
});
