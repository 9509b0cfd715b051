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

/** Said of a reading that is set aside, to be sent again later: no end, and a promise. */
const PARKED = 'telemetry_parked';

/** Said of a reading for which the disk has no room: it is sent all the same, and a power cut takes it. */
const IN_MEMORY = 'kept_in_memory';

/** What else of a device's log says something of a reading. */
const OTHER_WORDS = [
  'retrying_after_backoff',
  'number_used_before',
  'duplicate_triggered',
  'invalid_triggered',
  'send_refused',
  'retry_refused',
] as const;

const WORDS: ReadonlySet<string> = new Set([...Object.keys(DEVICE_WORDS), PARKED, IN_MEMORY, ...OTHER_WORDS]);

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
  return copy !== true && event === PARKED;
}

/** Whether this log event says that its reading is nowhere but in memory. */
export function saysInMemory(event: string, copy: unknown): boolean {
  return copy !== true && event === IN_MEMORY;
}

/** Whether a log event says something of a reading: then it is heard at whatever level it is said. */
export function isWord(event: string): boolean {
  return WORDS.has(event);
}
