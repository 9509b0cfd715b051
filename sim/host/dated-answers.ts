import type { Clock } from '../../ports/index.ts';
import type { DeliveryEnd } from '../net/index.ts';

/**
 * Answers bear the date at which they were given, by the clock of the machine that gave them (RFC 9110 §6.6.1): devices without a
 * clock of their own go by it.
 */
export function dating(end: DeliveryEnd, clock: Pick<Clock, 'now'>): DeliveryEnd {
  return {
    answered: (answer) => {
      const date = answer.headers['date'] ?? new Date(clock.now()).toUTCString();
      end.answered({ ...answer, headers: { ...answer.headers, date } });
    },
    broken: (by) => end.broken(by),
  };
}
