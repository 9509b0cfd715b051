import got from 'got';
import { clientDevice } from '../../examples/client-device.ts';

export const createDevice = clientDevice(({ url, body, headers }) =>
  got.post(url, { body, headers, retry: { methods: ['POST'] } }),
);
