/** Something the caller wrote is wrong; the message says what, and what is allowed. Exit code 2, no stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
