/**
 * A telemetry client in ordinary style, on the globals of Node: `fetch`, `setTimeout`, `AbortSignal.timeout`, `Date`,
 * `Math.random`, `crypto.randomUUID`. The class knows nothing of Petrel; the last lines fit it in.
 *
 *   npm run sim -- --scenario lost-ack --seed 42 --device ./examples/fetch-device.ts
 */
import type { DeviceEnv, DeviceUnderTest } from '../ports/index.ts';
import { retryAfterMs } from './retry-after.ts';

interface TelemetryOptions {
  readonly deviceId: string;
  readonly url: string;
  readonly retries: number;
  readonly delayMs: (retry: number) => number;
  readonly onGaveUp: (sequenceId: number, why: 'rejected' | 'exhausted') => void;
}

const TIMEOUT_MS = 5_000;
/** 4xx that speak of the moment, not of the request. */
const RETRIED_4XX = new Set([408, 425, 429]);

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

/** Null for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

class TelemetryClient {
  /** Sequence numbers still to be delivered. */
  readonly waiting = new Set<number>();
  readonly #options: TelemetryOptions;
  /** A device without a disk: chance keeps the numbers of a boot apart from those before, also where its clock shows the same at each. */
  #nextSequenceId = Math.floor(Math.random() * 2 ** 52);

  constructor(options: TelemetryOptions) {
    this.#options = options;
  }

  report(timestamp: string, values: Readonly<Record<string, number>>): number {
    const sequenceId = this.#nextSequenceId++;
    this.waiting.add(sequenceId);
    const body = { device_id: this.#options.deviceId, sequence_id: sequenceId, timestamp, values };
    void this.#deliver(sequenceId, JSON.stringify(body));
    return sequenceId;
  }

  async #deliver(sequenceId: number, body: string): Promise<void> {
    const { retries, delayMs, onGaveUp } = this.#options;
    const correlationId = crypto.randomUUID();
    for (let retry = 0; ; retry += 1) {
      const answer = await this.#post(body, correlationId);
      if (answer !== null && this.#isDone(answer, sequenceId)) break;
      const status = answer?.status ?? 0;
      const isPermanent = status >= 400 && status < 500 && !RETRIED_4XX.has(status);
      if (isPermanent || retry === retries) {
        onGaveUp(sequenceId, isPermanent ? 'rejected' : 'exhausted');
        break;
      }
      const askedMs = retryAfterMs(answer?.retryAfter ?? null);
      const waitMs = Math.max(delayMs(retry), askedMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    this.waiting.delete(sequenceId);
  }

  /** A 200 counts only when it names the reading: the page of a proxy does not. */
  #isDone({ status, body }: Answer, sequenceId: number): boolean {
    if (status !== 200) return status === 409;
    if (typeof body !== 'object' || body === null) return false;
    const isOurs = 'device_id' in body && body.device_id === this.#options.deviceId;
    return isOurs && 'sequence_id' in body && body.sequence_id === sequenceId;
  }

  /** Null when there was no answer, or not the whole of it in time. */
  async #post(body: string, correlationId: string): Promise<Answer | null> {
    try {
      const answer = await fetch(this.#options.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Correlation-Id': correlationId },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        // Who follows one goes on with GET, and takes the 405 to that for the last word on the reading.
        redirect: 'manual',
      });
      const text = await answer.text();
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: parsed(text) };
    } catch {
      return null;
    }
  }
}

export function createDevice({ id, edgeUrl, policy, log }: DeviceEnv): DeviceUnderTest {
  const client = new TelemetryClient({
    deviceId: id,
    url: edgeUrl,
    retries: policy.retriesMax,
    delayMs: (retry) => policy.delayMs(retry, Math.random()),
    // In the words that the ledger knows: what a device gives up in silence counts as lost.
    onGaveUp: (sequence_id, why) =>
      log('warn', why === 'rejected' ? 'permanent_error_received' : 'retries_exhausted', { sequence_id }),
  });
  return {
    record: ({ timestamp, values }) => client.report(timestamp, values),
    pending: () => client.waiting,
  };
}
