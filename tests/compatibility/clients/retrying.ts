import type { Reading } from '../../../protocol/index.ts';
import type { DeviceEnv, DeviceFactory, DeviceUnderTest } from '../../../ports/index.ts';

/** What a client is asked to send. */
export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From the call to the end of the answer. */
  readonly timeoutMs: number;
}

export interface Posted {
  readonly status: number;
  readonly text: string;
}

/** Sends once, with no retry of its own. Rejects when there is no answer, in time or at all. */
export type Client = (post: Post) => Promise<Posted>;

const TIMEOUT_MS = 5_000;
const RETRIES_MAX = 5;
const FINAL: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Doubles from 1 s to 30 s, without chance: so that what differs between two clients is the clients. */
function delayMs(retry: number): number {
  return Math.min(30_000, 1_000 * 2 ** retry);
}

function isReceipt(text: string, sequence: number): boolean {
  try {
    return JSON.parse(text).sequence_id === sequence;
  } catch {
    return false;
  }
}

type End =
  | 'telemetry_acknowledged'
  | 'duplicate_acknowledged'
  | 'permanent_error_received'
  | 'retries_exhausted';

class RetryingDevice implements DeviceUnderTest {
  readonly #env: DeviceEnv;
  readonly #client: Client;
  readonly #open = new Set<number>();
  #next = 0;

  constructor(env: DeviceEnv, client: Client) {
    this.#env = env;
    this.#client = client;
  }

  record(reading: Reading): number {
    const sequence = this.#next;
    this.#next += 1;
    this.#open.add(sequence);
    void this.#deliver(sequence, reading).then((event) => {
      this.#open.delete(sequence);
      this.#env.log('info', event, { sequence_id: sequence });
    });
    return sequence;
  }

  pending(): Iterable<number> {
    return this.#open;
  }

  async #deliver(sequence: number, reading: Reading): Promise<End> {
    const { id, edgeUrl } = this.#env;
    const body = JSON.stringify({ device_id: id, sequence_id: sequence, ...reading });
    const headers = { 'content-type': 'application/json' };
    const post: Post = { url: edgeUrl, body, headers, timeoutMs: TIMEOUT_MS };
    for (let retry = 0; ; retry += 1) {
      const end = await this.#client(post).then(
        ({ status, text }): End | null => {
          if (status === 200 && isReceipt(text, sequence)) return 'telemetry_acknowledged';
          if (status === 409) return 'duplicate_acknowledged';
          return FINAL.has(status) ? 'permanent_error_received' : null;
        },
        () => null,
      );
      if (end !== null) return end;
      if (retry === RETRIES_MAX) return 'retries_exhausted';
      // By the global: what it waits by is as foreign as the client.
      await new Promise((resolve) => {
        setTimeout(resolve, delayMs(retry));
      });
    }
  }
}

/** One retry loop for all clients. */
export function retrying(client: Client): DeviceFactory {
  return (env) => new RetryingDevice(env, client);
}
