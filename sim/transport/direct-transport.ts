import type { BegunExchange, EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { Caller, Enter, Receiver, Transport } from './transport.ts';

/** An edge that a transport has no way into. */
export class NoWayInError extends Error {
  override readonly name = 'NoWayInError';
}

/**
 * No HTTP at all: the receiver's own `exchange`, which may answer within the call.
 * @throws {NoWayInError} when the receiver has none.
 */
export function createDirectTransport({ exchange, begin }: Receiver): Transport {
  if (exchange === undefined)
    throw new NoWayInError('an edge without an exchange(request) over the transport direct');
  const open = new Set<(error: Error) => void>();

  const answered = (wire: EdgeRequest, enter: Enter): EdgeAnswer | Promise<EdgeAnswer> => {
    const answer = enter(() => exchange(wire));
    if (!(answer instanceof Promise)) return answer;
    return untilClosed(answer);
  };

  const untilClosed = (answer: Promise<EdgeAnswer>): Promise<EdgeAnswer> =>
    new Promise((resolve, reject) => {
      open.add(reject);
      answer.then(resolve, reject).finally(() => open.delete(reject));
    });

  /** Of its connection no more is known than how the body comes. */
  const inTwoSteps = (wire: EdgeRequest, enter: Enter, caller: Caller, begun: BegunExchange) =>
    untilClosed(
      new Promise((resolve) => {
        let isWhole = false;
        caller.connection = {
          rest: () => {
            isWhole = true;
            resolve(enter(() => begun.whole(wire)));
          },
          hangUp: () => {
            if (!isWhole) enter(() => begun.aborted());
          },
        };
      }),
    );

  return {
    name: 'direct',
    inPieces: begin !== undefined,
    exchange: (wire, enter, caller) => {
      const comesInPieces = begin !== undefined && caller !== undefined && (caller.share ?? null) !== null;
      if (!comesInPieces) return answered(wire, enter);
      return inTwoSteps(
        wire,
        enter,
        caller,
        enter(() => begin(wire)),
      );
    },
    close: () => {
      for (const reject of open) reject(new Error('The connection was closed.'));
      open.clear();
    },
  };
}
