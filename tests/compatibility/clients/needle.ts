import needle from 'needle';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { statusCode = 0, raw } = await needle('post', url, body, {
    headers,
    open_timeout: timeoutMs,
    response_timeout: timeoutMs,
    parse_response: false,
  });
  return { status: statusCode, text: raw.toString() };
});
