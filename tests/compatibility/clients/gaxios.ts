import { request } from 'gaxios';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { status, data } = await request<string>({
    url,
    method: 'POST',
    body,
    headers: { ...headers },
    timeout: timeoutMs,
    retry: false,
    responseType: 'text',
    validateStatus: () => true,
  });
  return { status, text: data };
});
