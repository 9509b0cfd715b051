import ky from 'ky';
import { clientDevice } from '../../examples/client-device.ts';

export const createDevice = clientDevice(({ url, body, headers }) =>
  ky.post(url, { body, headers, retry: { methods: ['post'] } }),
);
