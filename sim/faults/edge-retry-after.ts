import { section, switched, word } from '../../settings/index.ts';
import { HOURS_MS, MONTH_MS, RETRY_AFTER_FORMS } from '../host/gateway-retry-after.ts';
import type { RetryAfterForm } from '../host/gateway-retry-after.ts';
import { frontFault } from './fault.ts';

/** Those that ask for more than the answer did. */
const ASKS_MS: Partial<Record<RetryAfterForm, number>> = { hours: HOURS_MS, month: MONTH_MS };

/** The header of an answer in another of its forms (RFC 9110 §10.2.3), or in none of them. */
export const edgeRetryAfter = frontFault({
  name: 'edge.retryAfter',
  setting: switched(
    section(
      'Something in front of the edge writes the Retry-After of its answers in another form.',
      {
        form: word(
          'Seconds; a date in one of the three forms of HTTP; 2 hours; 30 days, which is more than a timer can wait; a date that is past; no form at all; mixed draws one for each, hours and month aside',
          RETRY_AFTER_FORMS,
          { standard: 'mixed' },
        ),
      },
      { short: 'form' },
    ),
  ),
  heals: true,
  signs: (fault) => ({
    inEffect: { answer_delivered: (event, scene) => scene.reachMarked(event, fault) },
    seen: { answer_delivered: (event, scene) => scene.see(event, fault) },
  }),
  says: ({ form }) => `Retry-After as ${form}`,
  asksMs: ({ form }) => ASKS_MS[form] ?? 0,
});
