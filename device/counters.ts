/**
 * What one boot of a device has seen. Always exact: `recovered + recorded = acknowledged + duplicateAcknowledged +
 * dropped + rejected + exhausted + overflowed +` what the outbox holds.
 */
export interface Counters {
  /** Readings that were given a number. */
  readonly recorded: number;
  /** Readings found on the disk at boot. */
  readonly recovered: number;
  readonly acknowledged: number;
  /** Answered 409: an attempt before had been committed. */
  readonly duplicateAcknowledged: number;
  readonly dropped: number;
  readonly rejected: number;
  readonly exhausted: number;
  readonly overflowed: number;
  /** Transmissions, copies aside. */
  readonly attempts: number;
  /** Fire-and-forget second transmissions. */
  readonly copies: number;
  /** Times the device was not ready for a sample. */
  readonly skippedSamples: number;
  /** Dead letters thrown away to keep their bound. */
  readonly deadLettersLost: number;
  /** Files on the disk that could not be understood at boot. */
  readonly diskProblems: number;
}

export type MutableCounters = { -readonly [Name in keyof Counters]: Counters[Name] };

export function zeroCounters(): MutableCounters {
  return {
    recorded: 0,
    recovered: 0,
    acknowledged: 0,
    duplicateAcknowledged: 0,
    dropped: 0,
    rejected: 0,
    exhausted: 0,
    overflowed: 0,
    attempts: 0,
    copies: 0,
    skippedSamples: 0,
    deadLettersLost: 0,
    diskProblems: 0,
  };
}
