/** A device's own word for the end of a reading: what each log event that says one means. */
export const DEVICE_WORDS = {
  telemetry_acknowledged: 'acknowledged',
  duplicate_acknowledged: 'duplicate-acknowledged',
  packet_dropped: 'dropped',
  permanent_error_received: 'rejected',
  retries_exhausted: 'exhausted',
  outbox_overflow: 'overflowed',
  disk_content_damaged: 'damaged',
} as const;

/** What else a device's log says of a reading. */
export const SAYS = {
  /** It is set aside, to be sent again later: no end, and a promise. */
  parked: 'telemetry_parked',
  /** The disk has no room for it: it is sent all the same, and a power cut takes it. */
  inMemory: 'kept_in_memory',
  /** It waits `delay_ms` for its next attempt. */
  retries: 'retrying_after_backoff',
  /** The edge knows its number for another's, and it has the one of `renumbered_as` now. */
  numberUsedBefore: 'number_used_before',
  /** A second copy of it is sent on purpose. */
  duplicates: 'duplicate_triggered',
  /** It is spoilt on purpose. */
  invalid: 'invalid_triggered',
  sendRefused: 'send_refused',
  retryRefused: 'retry_refused',
  /** The last number is given out: it takes no more readings. */
  usedUp: 'numbers_used_up',
} as const;

const WORDS: ReadonlySet<string> = new Set([...Object.keys(DEVICE_WORDS), ...Object.values(SAYS)]);

export type DeviceWord = (typeof DEVICE_WORDS)[keyof typeof DEVICE_WORDS];

function isSpoken(event: string): event is keyof typeof DEVICE_WORDS {
  return Object.hasOwn(DEVICE_WORDS, event);
}

/**
 * What this log event says of the end of its reading; null when it says nothing. With `copy: true` it speaks of the
 * second copy that the device sent on purpose, not of the reading.
 */
export function wordOf(event: string, copy: unknown): DeviceWord | null {
  return copy !== true && isSpoken(event) ? DEVICE_WORDS[event] : null;
}

/** Whether this log event says that its reading is parked. */
export function saysParked(event: string, copy: unknown): boolean {
  return copy !== true && event === SAYS.parked;
}

/** Whether this log event says that its reading is nowhere but in memory. */
export function saysInMemory(event: string, copy: unknown): boolean {
  return copy !== true && event === SAYS.inMemory;
}

/** Whether this log event says that there is no number for a reading: no number, or one that is not exact, is all that it can name. */
export function saysUsedUp(event: string, reading: unknown): boolean {
  if (event === SAYS.usedUp) return true;
  return isSpoken(event) && DEVICE_WORDS[event] === 'dropped' && Number(reading) > Number.MAX_SAFE_INTEGER;
}

/** Whether a log event says something of a reading: then it is heard at whatever level it is said. */
export function isWord(event: string): boolean {
  return WORDS.has(event);
}
