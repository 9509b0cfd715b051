import got from 'got';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { statusCode, body: text } = await got.post(url, {
    body,
    headers,
    timeout: { request: timeoutMs },
    retry: { limit: 0 },
    throwHttpErrors: false,
  });
  return { status: statusCode, text };
});
