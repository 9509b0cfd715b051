import CircuitBreaker from 'opossum';
import { clientDevice } from '../../examples/client-device.ts';
import { post } from './post.ts';

const breaker = new CircuitBreaker(post, {
  timeout: 3000,
  errorThresholdPercentage: 50,
  resetTimeout: 30000,
});

export const createDevice = clientDevice((message) => breaker.fire(message));
