import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleAll, retry, wrap } from 'cockatiel';
import { clientDevice } from '../../examples/client-device.ts';
import { post } from './post.ts';

const retryPolicy = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() });
const circuitBreakerPolicy = circuitBreaker(handleAll, {
  halfOpenAfter: 10 * 1000,
  breaker: new ConsecutiveBreaker(5),
});
const retryWithBreaker = wrap(retryPolicy, circuitBreakerPolicy);

export const createDevice = clientDevice((message) => retryWithBreaker.execute(() => post(message)));
