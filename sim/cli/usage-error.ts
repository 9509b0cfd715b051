/** Something the caller wrote is wrong; the message says what, and what is allowed. Exit code 2, no stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A pattern that matches nothing: exit code 5, so that CI does not take an empty run for a pass. */
export class NothingMatchedError extends Error {
  override readonly name = 'NothingMatchedError';
}

/** A file that could not be written, for want of room or of the right to: exit code 7. The message says which, and why. */
export class UnwrittenError extends Error {
  override readonly name = 'UnwrittenError';
}
