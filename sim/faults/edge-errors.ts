import { delay, orNone, ratio, section, switched } from '../../settings/index.ts';
import { ERROR_KINDS } from '../host/gateway-errors.ts';
import { frontFault } from './fault.ts';
import { answeredAmiss } from './signs.ts';
import { retryAfter, share } from './words.ts';

const NEVER = { standard: '0%' };

/** Something between the edge and its clients answers for it, before the edge has seen the request or after. */
export const edgeErrors = frontFault({
  name: 'edge.errors',
  setting: switched(
    section(
      'Something in front of the edge answers in its place, each kind with a chance of its own; for some the edge has taken the request by then, half of the time.',
      {
        internalError: ratio('500, before or after the edge has taken the request', NEVER),
        badGateway: ratio('502 with a page of HTML, before or after', NEVER),
        gatewayTimeout: ratio('504 with a page of HTML, before or after', NEVER),
        requestTimeout: ratio('408 without a body; the edge never sees the request', NEVER),
        tooEarly: ratio('425 without a body; the edge never sees the request', NEVER),
        redirect: ratio(
          '302 to a login page, or to where only POST is taken; 303 to a login page; 307 or 308 to the same place; the edge never sees the request',
          NEVER,
        ),
        html: ratio('200 with a login page; the edge never sees the request', NEVER),
        empty: ratio('200 without a body, before or after', NEVER),
        endless: ratio(
          '200 whose body never ends, as it drips on, or stops after a part; the edge never sees the request',
          NEVER,
        ),
        errorInside: ratio('200 with an error inside, before or after', NEVER),
        otherReading: ratio(
          'The answer that another reading was given, of the same device or of anybody, before or after',
          NEVER,
        ),
        unlisted: ratio(
          '507, 520, 529 or 599, which say what 500 says (RFC 9110 §15) and stand in few lists, before or after',
          NEVER,
        ),
        retryAfter: orNone(
          delay('What Retry-After asks for, of all that is no 2xx; none: no header', { standard: 'none' }),
        ),
      },
    ),
  ),
  draws: ['errors', 'errors/after', 'errors/redirect', 'errors/endless', 'errors/status'],
  heals: true,
  signs: answeredAmiss,
  says: (errors) => {
    const kinds = ERROR_KINDS.filter((kind) => errors[kind] > 0).map(
      (kind) => `${kind} ${share(errors[kind])}`,
    );
    return `errors: ${kinds.join(', ') || 'none'}${retryAfter(errors.retryAfterMs)}`;
  },
  asksMs: ({ retryAfterMs }) => retryAfterMs ?? 0,
});
