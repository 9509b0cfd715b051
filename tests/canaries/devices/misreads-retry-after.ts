import { parseRetryAfterMs } from '../../../protocol/index.ts';
import type { DeviceEnv, DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** What a header asks for, in ms, by the device's own clock. */
type Reads = (header: string, nowMs: number) => number | null;

class MisreadsRetryAfter extends PlainDevice {
  readonly #reads: Reads;

  constructor(env: DeviceEnv, reads: Reads) {
    super(env);
    this.#reads = reads;
  }

  protected override retryAfterMs(header: string | null): number | null {
    return header === null ? null : this.#reads(header, this.env.clock.now());
  }
}

function misreading(reads: Reads): DeviceFactory {
  return (env) => new MisreadsRetryAfter(env, reads).boot();
}

/** Dates it reads, and a number it hands to a timer as it is. */
export const takesSecondsForMilliseconds = misreading((header, nowMs) =>
  /^\d+$/.test(header) ? Number(header) : parseRetryAfterMs(header, nowMs),
);

/** Makes milliseconds of seconds twice, once where it parses and once where it waits. */
export const takesMillisecondsForSeconds = misreading((header, nowMs) =>
  /^\d+$/.test(header) ? Number(header) * 1_000_000 : parseRetryAfterMs(header, nowMs),
);

/** How far away a date is, whether to come or past. */
export const takesThePastForAWait = misreading((header, nowMs) => {
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const atMs = Date.parse(header.endsWith('GMT') ? header : `${header} GMT`);
  return Number.isNaN(atMs) ? null : Math.abs(atMs - nowMs);
});

/** Distrusts what it is asked for, and comes back into the outage. */
export const waitsForHalfAMinuteAtMost = misreading((header, nowMs) => {
  const asked = parseRetryAfterMs(header, nowMs);
  return asked === null ? null : Math.min(asked, 30_000);
});
