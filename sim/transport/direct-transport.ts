import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { Enter, Receiver, Transport } from './transport.ts';

/**
 * No HTTP at all: the receiver's own `exchange`, which may answer within the call.
 * @throws {Error} when the receiver has none.
 */
export function createDirectTransport({ exchange }: Receiver): Transport {
  if (exchange === undefined) {
    throw new Error(
      'The transport "direct" needs an edge with an exchange(request) beside its handler; this one has none. Use --transport inject.',
    );
  }
  const open = new Set<(error: Error) => void>();

  const answered = (wire: EdgeRequest, enter: Enter): EdgeAnswer | Promise<EdgeAnswer> => {
    const answer = enter(() => exchange(wire));
    if (!(answer instanceof Promise)) return answer;
    return new Promise<EdgeAnswer>((resolve, reject) => {
      open.add(reject);
      answer.then(resolve, reject).finally(() => open.delete(reject));
    });
  };

  return {
    name: 'direct',
    exchange: answered,
    close: () => {
      for (const reject of open) reject(new Error('The connection was closed.'));
      open.clear();
    },
  };
}
