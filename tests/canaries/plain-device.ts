import { CORRELATION_ID_HEADER, parseRetryAfterMs, RETRY_AFTER_HEADER } from '../../protocol/index.ts';
import type { Reading } from '../../protocol/index.ts';
import { echoes, parseDeviceSettings } from '../../device/index.ts';
import type { DeviceSettings } from '../../device/index.ts';
import type { DeviceEnv, DeviceFactory, DeviceUnderTest, FetchResponse } from '../../ports/index.ts';

/** What came back; status null: nothing did. */
export interface Heard {
  readonly status: number | null;
  readonly body: string;
  readonly retryAfterMs: number | null;
}

const TRANSIENT_4XX: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * A device client as somebody might write it in an afternoon: one loop of send and sleep for each reading, a disk
 * for what must outlive a crash. It is right, and the control of the canaries: each of them overrides the one method
 * in which its mistake is.
 */
export class PlainDevice {
  protected readonly env: DeviceEnv;
  protected readonly settings: DeviceSettings;
  /** The bodies that wait, by number. */
  protected readonly outbox = new Map<number, string>();

  constructor(env: DeviceEnv) {
    this.env = env;
    this.settings = parseDeviceSettings(env.config);
  }

  protected nextNumber(): number {
    return Number(this.env.disk.read('next') ?? this.settings.firstSequence);
  }

  /** The number for the next reading, durable before it is used: the old one stands until the new one is whole. */
  protected takeNumber(): number {
    const { disk } = this.env;
    const number = this.nextNumber();
    disk.write('next.new', String(number + 1));
    disk.syncFile('next.new');
    disk.rename('next.new', 'next');
    disk.sync();
    return number;
  }

  /** Throws when the disk does not take it: then it is not kept. */
  protected keep(number: number, body: string): void {
    const { disk } = this.env;
    disk.write(`outbox/${number}`, body);
    try {
      disk.sync();
    } catch (error) {
      disk.remove(`outbox/${number}`);
      throw error;
    }
    this.outbox.set(number, body);
  }

  protected forget(number: number): void {
    this.outbox.delete(number);
    this.env.disk.remove(`outbox/${number}`);
    this.syncIfItCan();
  }

  /** A disk without room keeps what is removed, until there is some: that is sent again, or said again. */
  protected syncIfItCan(): void {
    try {
      this.env.disk.sync();
    } catch {
      // The next sync carries it out.
    }
  }

  /** What a crash left waiting. A body that is cut off was not taken: its sync never came back. */
  protected recover(): void {
    const { disk } = this.env;
    for (const name of disk.list('ended/')) {
      const number = Number(name.slice('ended/'.length));
      const word = disk.read(name) ?? '';
      if (/^(?:rejected|exhausted)\.$/.test(word)) this.bury(number, word.slice(0, -1));
      else disk.remove(name);
    }
    for (const name of disk.list('outbox/')) {
      const body = disk.read(name) ?? '';
      if (body.endsWith('}')) this.outbox.set(Number(name.slice('outbox/'.length)), body);
      else disk.remove(name);
    }
  }

  /** It is known on the disk how it ended before that is said, and said before the reading is gone. */
  protected giveUp(number: number, word: string): void {
    this.env.disk.write(`ended/${number}`, `${word}.`);
    this.syncIfItCan();
    this.bury(number, word);
  }

  private bury(number: number, word: string): void {
    this.say(word === 'rejected' ? 'permanent_error_received' : 'retries_exhausted', number);
    this.forget(number);
    this.env.disk.remove(`ended/${number}`);
  }

  protected bodyOf(number: number, reading: Reading): string {
    const { timestamp, values } = reading;
    return JSON.stringify({ device_id: this.env.id, sequence_id: number, timestamp, values });
  }

  /** Sends until the reading has its end. */
  protected async deliver(number: number, body: string): Promise<void> {
    const { policy } = this.env;
    for (let retry = 0; ; retry += 1) {
      const heard = await this.post(number, body);
      if (this.isDone(number, heard)) return this.acknowledged(number, heard);
      if (this.isPermanent(heard)) return this.rejected(number);
      if (retry >= policy.retriesMax) return this.exhausted(number);
      await this.wait(this.delayMs(number, retry, heard));
    }
  }

  protected async wait(delayMs: number): Promise<void> {
    await this.env.clock.sleep(delayMs);
  }

  /** In ms from now; null without one. */
  protected retryAfterMs(header: string | null): number | null {
    return parseRetryAfterMs(header, this.env.clock.now());
  }

  /** A redirect is an answer to look at: who follows one goes on with GET. */
  protected readonly redirects: 'manual' | 'follow' = 'manual';

  protected async post(number: number, body: string): Promise<Heard> {
    const { fetch, edgeUrl, clock, id } = this.env;
    const controller = new AbortController();
    const timer = clock.setTimeout(() => controller.abort(new Error('timeout')), this.settings.timeoutMs);
    try {
      const response = await fetch(edgeUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [CORRELATION_ID_HEADER]: `${id}-${number}` },
        body,
        signal: controller.signal,
        redirect: this.redirects,
      });
      const retryAfterMs = this.retryAfterMs(response.headers.get(RETRY_AFTER_HEADER));
      const text = await this.read(response, () => clock.clearTimeout(timer));
      return { status: response.status, body: text, retryAfterMs };
    } catch {
      return { status: null, body: '', retryAfterMs: null };
    } finally {
      clock.clearTimeout(timer);
    }
  }

  /** The whole body; the attempt is given up if that takes too long, unless `trust` is called. */
  protected read(response: FetchResponse, _trust: () => void): Promise<string> {
    return response.text();
  }

  protected isDone(number: number, { status, body }: Heard): boolean {
    return status === 409 || (status === 200 && echoes(body, { deviceId: this.env.id, sequenceId: number }));
  }

  protected isPermanent({ status }: Heard): boolean {
    return status !== null && status >= 400 && status < 500 && !TRANSIENT_4XX.has(status);
  }

  protected delayMs(number: number, retry: number, { retryAfterMs }: Heard): number {
    const { policy, random } = this.env;
    const ownMs = policy.delayMs(retry, random.draw('backoff', number, retry));
    return Math.max(ownMs, Math.min(retryAfterMs ?? 0, this.settings.retryAfterMaxMs));
  }

  protected acknowledged(number: number, { status }: Heard): void {
    this.forget(number);
    this.say(status === 409 ? 'duplicate_acknowledged' : 'telemetry_acknowledged', number);
  }

  protected rejected(number: number): void {
    this.giveUp(number, 'rejected');
  }

  protected exhausted(number: number): void {
    this.giveUp(number, 'exhausted');
  }

  /** No room for one more reading: the new one is lost, whatever the scenario would rather lose. */
  protected isFull(): boolean {
    return this.outbox.size >= this.settings.outbox.limit;
  }

  /** As long as there are numbers left. */
  protected isReady(): boolean {
    return Number.isSafeInteger(this.nextNumber());
  }

  protected say(event: string, number: number): void {
    this.env.log('info', event, { device_id: this.env.id, sequence_id: number });
  }

  protected record(reading: Reading): number {
    const number = this.takeNumber();
    if (this.isFull()) {
      this.say('outbox_overflow', number);
      return number;
    }
    const body = this.bodyOf(number, reading);
    this.keep(number, body);
    void this.deliver(number, body);
    return number;
  }

  boot(): DeviceUnderTest {
    this.recover();
    // From a timer: nothing may leave before whoever boots the device has it in hand.
    const waiting = [...this.outbox];
    this.env.clock.setTimeout(() => {
      for (const [number, body] of waiting) void this.deliver(number, body);
    }, 0);
    return {
      record: (reading) => this.record(reading),
      ready: () => this.isReady(),
      pending: () => this.outbox.keys(),
      outbox: () => ({ size: this.outbox.size, limit: this.settings.outbox.limit }),
    };
  }
}

/** The control: everything right. */
export const plainDevice: DeviceFactory = (env) => new PlainDevice(env).boot();
