/** A flag or variable that cannot be used; the message is for the person who set it. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}
