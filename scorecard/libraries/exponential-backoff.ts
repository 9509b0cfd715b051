import { backOff } from 'exponential-backoff';
import { clientDevice } from '../../examples/client-device.ts';
import { post } from './post.ts';

export const createDevice = clientDevice((message) => backOff(() => post(message)));
