import type { ClientEnv } from './client-env.ts';
import { NO_COUNTS } from './counters.ts';
import type { Ids } from './journal.ts';
import { Outbox } from './outbox.ts';
import { isHeard } from '../ports/index.ts';
import type { LogLevel } from '../ports/index.ts';
import type { DeviceSettings } from './settings.ts';

/** What all parts of a client share: where it is, how it is set, what waits, and how much is under way. */
export class ClientCore {
  readonly env: ClientEnv;
  settings: DeviceSettings;
  readonly outbox: Outbox;
  readonly counters = { ...NO_COUNTS };
  /** Requests that take a place. */
  inFlight = 0;
  /** Copies under way, which take none. */
  copies = 0;
  /** For good: nothing is started any more, and no answer is anybody's. */
  stopped = false;
  /** What is under way may end, and nothing is started. */
  winding = false;

  constructor(env: ClientEnv, settings: DeviceSettings) {
    this.env = env;
    this.settings = settings;
    this.outbox = new Outbox(env.clock);
  }

  say(level: LogLevel, event: string, ids: Ids | null, fields: Readonly<Record<string, unknown>>): void {
    const { id, log } = this.env;
    if (!isHeard(log, level, event)) return;
    log(level, event, {
      device_id: id,
      sequence_id: ids?.sequenceId ?? null,
      correlation_id: ids?.correlationId ?? null,
      ...fields,
    });
  }

  /** Whether no reading waits and no copy is under way; while it winds down, whether nothing is under way. */
  isIdle(): boolean {
    const rests = this.winding ? this.inFlight === 0 : this.outbox.size === 0;
    return rests && this.copies === 0;
  }

  noticeIdle(): void {
    if (!this.stopped && this.isIdle()) this.env.onIdle?.();
  }
}
