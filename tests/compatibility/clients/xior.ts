import xior, { isXiorError } from 'xior';
import { retrying } from './retrying.ts';
import type { Posted } from './retrying.ts';

const client = xior.create();

/** It takes every status that is no 2xx for an error. */
export const createDevice = retrying(async ({ url, body, headers, timeoutMs }): Promise<Posted> => {
  const options = { headers: { ...headers }, timeout: timeoutMs, responseType: 'text' } as const;
  try {
    const { status, data } = await client.post<string>(url, body, options);
    return { status, text: data };
  } catch (error) {
    if (!isXiorError(error) || error.response === undefined) throw error;
    return { status: error.response.status, text: '' };
  }
});
