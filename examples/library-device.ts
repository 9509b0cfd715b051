/**
 * What the adapters for retry libraries have in common: a telemetry client that leaves all of "when to try again" to a
 * function. It uses the globals of Node and knows nothing of Petrel; the last function fits it in.
 */
import type { DeviceEnv, DeviceUnderTest } from '../ports/index.ts';
import { retryAfterMs } from './retry-after.ts';

const TIMEOUT_MS = 5_000;
/** 4xx that speak of the moment, not of the request. */
const RETRIED_4XX = new Set([408, 425, 429]);

/** Worth another attempt. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  /** What the edge asked for; 0 when it asked for nothing. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** No attempt can change it. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/** One reading on its way. */
export interface Delivery {
  readonly url: string;
  readonly body: string;
  readonly correlationId: string;
  /** Whether the body of a 200 names this reading: the page of a proxy does not. */
  readonly isReceipt: (answer: string) => boolean;
}

/** Calls `attempt` until it resolves, throws something that is no TransientError, or it is enough. */
export type Retry = (attempt: () => Promise<void>, delivery: Delivery) => Promise<void>;

export const sleep = (delayMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, delayMs));

/** Whether an answer in JSON names this reading. */
function names(answer: string, deviceId: string, sequenceId: number): boolean {
  try {
    const said: unknown = JSON.parse(answer);
    if (typeof said !== 'object' || said === null) return false;
    return (
      'device_id' in said &&
      said.device_id === deviceId &&
      'sequence_id' in said &&
      said.sequence_id === sequenceId
    );
  } catch {
    return false;
  }
}

async function post({ url, body, correlationId, isReceipt }: Delivery): Promise<void> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Correlation-Id': correlationId },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      // Who follows one goes on with GET, and takes the 405 to that for the last word on the reading.
      redirect: 'manual',
    });
    text = await answer.text();
  } catch (error) {
    throw new TransientError(String(error), 0);
  }
  const { status } = answer;
  if (status === 409 || (status === 200 && isReceipt(text))) return;
  if (status >= 400 && status < 500 && !RETRIED_4XX.has(status)) throw new PermanentError(`status ${status}`);
  throw new TransientError(`status ${status}`, retryAfterMs(answer.headers.get('retry-after')));
}

/** A device that sends each reading through `retry`. */
export function createLibraryDevice({ id, edgeUrl, log }: DeviceEnv, retry: Retry): DeviceUnderTest {
  const waiting = new Set<number>();
  // A device without a disk: chance keeps the numbers of a boot apart from those before, also where its clock shows the same at each.
  let nextSequenceId = Math.floor(Math.random() * 2 ** 52);

  const deliver = async (sequenceId: number, body: string): Promise<void> => {
    const delivery: Delivery = {
      url: edgeUrl,
      body,
      correlationId: crypto.randomUUID(),
      isReceipt: (answer) => names(answer, id, sequenceId),
    };
    try {
      await retry(() => post(delivery), delivery);
    } catch (error) {
      // In the words that the ledger knows: what a device gives up in silence counts as lost.
      const event = error instanceof PermanentError ? 'permanent_error_received' : 'retries_exhausted';
      log('warn', event, { sequence_id: sequenceId });
    }
    waiting.delete(sequenceId);
  };

  return {
    record({ timestamp, values }) {
      const sequenceId = nextSequenceId;
      nextSequenceId += 1;
      waiting.add(sequenceId);
      const message = { device_id: id, sequence_id: sequenceId, timestamp, values };
      void deliver(sequenceId, JSON.stringify(message));
      return sequenceId;
    },
    pending: () => waiting,
  };
}
