import superagent from 'superagent';
import { retrying } from './retrying.ts';

export const createDevice = retrying(async ({ url, body, headers, timeoutMs }) => {
  const { status, text } = await superagent
    .post(url)
    .set(headers)
    .timeout({ deadline: timeoutMs })
    .ok(() => true)
    .send(body);
  return { status, text };
});
