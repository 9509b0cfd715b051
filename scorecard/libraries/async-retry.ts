import retry from 'async-retry';
import { clientDevice } from '../../examples/client-device.ts';
import { post } from './post.ts';

export const createDevice = clientDevice((message) => retry(() => post(message), { retries: 5 }));
