/**
 * The value of a Retry-After header in whole seconds (RFC 9110 §10.2.3 knows no fractions), rounded up: a client
 * that comes back too early is refused once more.
 */
export function retryAfterSeconds(delayMs: number): string {
  return String(Math.ceil(delayMs / 1000));
}
