/**
 * A telemetry client in ordinary style, on the globals of Node: `fetch`, `setTimeout`, `AbortSignal.timeout`, `Date`,
 * `Math.random`, `crypto.randomUUID`. The class knows nothing of Petrel; the last lines fit it in.
 *
 *   npm run sim -- --scenario lost-ack --seed 42 --device ./examples/fetch-device.ts
 */
import type { DeviceEnv, DeviceUnderTest } from '../ports/index.ts';

interface TelemetryOptions {
  readonly deviceId: string;
  readonly url: string;
  readonly retries: number;
  readonly delayMs: (retry: number) => number;
  readonly onGaveUp: (sequenceId: number, why: 'rejected' | 'exhausted') => void;
}

const TIMEOUT_MS = 5_000;
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Seconds, or a date; a date of the third form, asctime's, means GMT and does not say so. What is neither asks for nothing. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header.endsWith('GMT') ? header : `${header} GMT`);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

class TelemetryClient {
  /** Sequence numbers still to be delivered. */
  readonly waiting = new Set<number>();
  readonly #options: TelemetryOptions;
  /** A device without a disk: the time of its boot keeps its numbers apart from those before. */
  #nextSequenceId = Date.now();

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
      if (answer?.status === 200 || answer?.status === 409) break;
      const isPermanent = answer !== null && !RETRIED.has(answer.status);
      if (isPermanent || retry === retries) {
        onGaveUp(sequenceId, isPermanent ? 'rejected' : 'exhausted');
        break;
      }
      const askedMs = retryAfterMs(answer?.headers.get('retry-after') ?? null);
      const waitMs = Math.max(delayMs(retry), askedMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    this.waiting.delete(sequenceId);
  }

  /** Null when there was no answer. */
  async #post(body: string, correlationId: string): Promise<Response | null> {
    try {
      return await fetch(this.#options.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Correlation-Id': correlationId },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
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
