import get from 'simple-get';
import { retrying } from './retrying.ts';

export const createDevice = retrying(
  ({ url, body, headers, timeoutMs }) =>
    new Promise((resolve, reject) => {
      get.concat(
        { url, method: 'POST', body, headers: { ...headers }, timeout: timeoutMs },
        (error, answer, bytes) => {
          if (error === null)
            resolve({
              status: answer?.statusCode ?? 0,
              text: Buffer.isBuffer(bytes) ? bytes.toString() : '',
            });
          else reject(error);
        },
      );
    }),
);
