/**
 * What one boot of a device has seen. Always exact: `recovered + recorded = acknowledged + duplicateAcknowledged +
 * dropped + rejected + exhausted + overflowed +` what the outbox holds.
 */
export const NO_COUNTS = {
  /** Readings that were given a number. */
  recorded: 0,
  /** Readings found on the disk at boot. */
  recovered: 0,
  acknowledged: 0,
  /** Answered 409: an attempt before had been committed. */
  duplicateAcknowledged: 0,
  dropped: 0,
  rejected: 0,
  exhausted: 0,
  overflowed: 0,
  /** Transmissions, copies aside. */
  attempts: 0,
  /** Fire-and-forget second transmissions. */
  copies: 0,
  /** Times the device was not ready for a sample. */
  skippedSamples: 0,
  /** Dead letters thrown away to keep their bound. */
  deadLettersLost: 0,
  /** Readings taken while the wall clock was plainly wrong, or behind the reading before. */
  wrongTimestamps: 0,
  /** Times that what was to be written did not get to the disk: full, or broken. */
  diskFailures: 0,
  /** Readings that were given another number, since theirs belonged to one of an earlier life. */
  renumbered: 0,
  /** Files on the disk that could not be understood at boot. */
  diskProblems: 0,
};

export type Counters = Readonly<typeof NO_COUNTS>;
