import pRetry from 'p-retry';
import { clientDevice } from '../../examples/client-device.ts';
import { post } from './post.ts';

export const createDevice = clientDevice((message) => pRetry(() => post(message), { retries: 5 }));
