import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';

/** The body, or why there is none: it is longer than allowed, or the connection ended first. */
export type BodyOutcome = Uint8Array | 'over-limit' | 'aborted';

/**
 * Collects the body, never more than `bytesMax` of it, and calls `done` once. A body whose Content-Length is over the
 * limit already is not read at all; what is left of a body is let run to nowhere, so that the connection can serve
 * the next request.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  done: (outcome: BodyOutcome) => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) {
    request.on('error', ignore);
    request.resume();
    done('over-limit');
    return;
  }
  // Socket events run in the connection's async context; who called us expects its own.
  const finish = AsyncResource.bind(done);
  const chunks: Buffer[] = [];
  let bytes = 0;

  const stop = (outcome: BodyOutcome): void => {
    request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
    request.on('error', ignore);
    finish(outcome);
  };
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= bytesMax) {
      chunks.push(chunk);
      return;
    }
    chunks.length = 0;
    stop('over-limit');
    request.resume();
  };
  const onEnd = (): void => {
    const [first] = chunks;
    stop(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, bytes));
  };
  const onGone = (): void => {
    stop('aborted');
  };
  request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
}

function ignore(): void {
  // The request has its outcome; a connection that breaks afterwards changes nothing.
}
