/** Who is asked to wait longer waits for so long: a timer that is to wait a month fires at once. */
const ASKED_MS_MAX = 60_000;

/** How long a Retry-After asks to wait, in milliseconds, up to a minute. */
export function retryAfterMs(header: string | null): number {
  return header === null ? 0 : Math.min(msAskedBy(header), ASKED_MS_MAX);
}

/** Seconds, or a date; a date of the third form, asctime's, means GMT and does not say so. What is neither asks for nothing. */
function msAskedBy(header: string): number {
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header.endsWith('GMT') ? header : `${header} GMT`);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}
