import { ofetch } from 'ofetch';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { status, _data } = await ofetch.raw<string, 'text'>(url, {
    method: 'POST',
    body,
    headers: { ...headers },
    timeout: timeoutMs,
    retry: false,
    responseType: 'text',
    ignoreResponseError: true,
  });
  return { status, text: _data ?? '' };
});
