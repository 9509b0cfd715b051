/** The ports that `fetch` refuses to speak to, whoever listens there (https://fetch.spec.whatwg.org/#port-blocking). */
const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Why readings could never get there; null: they may. Says nothing of what the URL holds that is secret. */
export function whyNoEdgeUrl(text: string): string | null {
  if (!URL.canParse(text)) return 'begin it with http:// or https://';
  // A URL without a host would have its path taken for one.
  if (/^\s*https?:[/\\]{3,}/i.test(text)) return 'say the host behind http:// or https://';
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return 'begin it with http:// or https://';
  if (url.username !== '' || url.password !== '') {
    return 'leave out the user and the password: a URL is no place for secrets, and fetch takes none there';
  }
  if (url.port !== '' && BLOCKED_PORTS.has(Number(url.port))) return `fetch refuses to use port ${url.port}`;
  return null;
}

/** Whether what is sent there crosses a network that others may read. */
export function isInTheClear(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !/^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname);
}

/** For the log: what stands behind a `?` may be a key. */
export function shownEdgeUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}
