import axios from 'axios';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { status, data } = await axios.post<string>(url, body, {
    headers,
    timeout: timeoutMs,
    adapter: 'fetch',
    responseType: 'text',
    transformResponse: (text: string) => text,
    validateStatus: () => true,
  });
  return { status, text: data };
});
