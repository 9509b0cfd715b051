/**
 * A device around any HTTP client: it numbers readings, hands each to the client until that is done with it, and says how it
 * ended. When to try again, and what counts as taken, is the client's business.
 */
import type { DeviceEnv, DeviceFactory, DeviceUnderTest } from '../ports/index.ts';

/** One reading, to be posted. */
export interface Message {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Resolves once the reading is taken. Rejects once it is given up, with an error that may say the last status. */
export type Deliver = (message: Message) => Promise<unknown>;

/** 4xx that speak of the moment, not of the request. */
const PASSING_4XX = new Set([408, 425, 429]);

/** An answer that is none of success, thrown. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: number;
  readonly response: Response;

  constructor(response: Response) {
    super(`status ${response.status}`);
    this.status = response.status;
    this.response = response;
  }
}

/** Where clients put the status of the answer that they throw; 0 where there is none. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 0;
  if ('status' in error && typeof error.status === 'number') return error.status;
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 'response' in error ? statusOf(error.response) : 0;
}

/** In the words that the ledger knows. */
function endOf(status: number): string {
  if (status === 409) return 'duplicate_acknowledged';
  const isFinal = status >= 400 && status < 500 && !PASSING_4XX.has(status);
  return isFinal ? 'permanent_error_received' : 'retries_exhausted';
}

class ClientDevice implements DeviceUnderTest {
  readonly #env: DeviceEnv;
  readonly #deliver: Deliver;
  readonly #waiting = new Set<number>();
  /** A device without a disk: chance keeps the numbers of a boot apart from those before, also where its clock shows the same at each. */
  #next = Math.floor(Math.random() * 2 ** 52);

  constructor(env: DeviceEnv, deliver: Deliver) {
    this.#env = env;
    this.#deliver = deliver;
  }

  record(reading: Parameters<DeviceUnderTest['record']>[0]): number {
    const sequence = this.#next;
    this.#next += 1;
    this.#waiting.add(sequence);
    void this.#send(sequence, JSON.stringify({ device_id: this.#env.id, sequence_id: sequence, ...reading }));
    return sequence;
  }

  pending(): Iterable<number> {
    return this.#waiting;
  }

  async #send(sequence: number, body: string): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const end = await this.#deliver({ url: this.#env.edgeUrl, body, headers }).then(
      () => 'telemetry_acknowledged',
      (error: unknown) => endOf(statusOf(error)),
    );
    this.#waiting.delete(sequence);
    this.#env.log('info', end, { sequence_id: sequence });
  }
}

export function clientDevice(deliver: Deliver): DeviceFactory {
  return (env) => new ClientDevice(env, deliver);
}
