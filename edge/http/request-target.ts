/**
 * The target of a request as Express can route it: `/path?query`. A server must take the absolute form too (RFC 9112
 * §3.2.2), and Express answers one that it cannot read with a page of HTML. Undefined for what is no target, or whose path has a
 * `%` that begins no valid escape of UTF-8.
 */
export function requestTarget(target: string): string | undefined {
  // OPTIONS * asks about the server as a whole: a path that nothing is at.
  if (target === '*') return '/*';
  const local = target.startsWith('/') ? target : fromAbsolute(target);
  return local !== undefined && isDecodable(local.split('?', 1)[0] ?? '') ? local : undefined;
}

function fromAbsolute(target: string): string | undefined {
  if (!URL.canParse(target)) return undefined;
  const { pathname, search } = new URL(target);
  return pathname.startsWith('/') ? pathname + search : undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
