import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Enter, Receiver } from './transport.ts';

/**
 * As the parser of HTTP calls it, which catches nothing: what a handler throws at once the process hears of. It hears it as of this
 * exchange, whose host may have a handler for such errors.
 */
export function callHandler(
  handler: Receiver['handler'],
  enter: Enter,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  enter(() => {
    try {
      handler(request, response);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  });
}
