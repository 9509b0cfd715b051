import superagent from 'superagent';
import { clientDevice } from '../../examples/client-device.ts';

export const createDevice = clientDevice(({ url, body, headers }) =>
  superagent.post(url).set(headers).retry(2).send(body),
);
