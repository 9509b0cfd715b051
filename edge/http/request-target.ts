/** `http://host/path?query` (RFC 9112 §3.2.2): a server must take it. No user before the host. */
const ABSOLUTE_PATTERN =
  /^https?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::\d{1,5})?(\/[^#]*)?(\?[^#]*)?$/i;

/**
 * The target of a request as Express can route it: `/path?query`. Express answers one that it cannot read with a page of HTML.
 * Undefined for what is no target, for what two readers would take for two paths (dot segments, a fragment, a backslash), and for a path
 * with a `%` that begins no valid escape of UTF-8.
 */
export function requestTarget(target: string): string | undefined {
  // OPTIONS * asks about the server as a whole: a path that nothing is at.
  if (target === '*') return '/*';
  const local = target.startsWith('/') ? target : fromAbsolute(target);
  if (local === undefined || local.includes('#')) return undefined;
  const [path = ''] = local.split('?', 1);
  const decoded = decodedPath(path);
  return decoded === undefined || hasDotSegment(decoded) || decoded.includes('\\') ? undefined : local;
}

function fromAbsolute(target: string): string | undefined {
  const match = ABSOLUTE_PATTERN.exec(target);
  return match === null ? undefined : (match[1] ?? '/') + (match[2] ?? '');
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function hasDotSegment(path: string): boolean {
  return path.split('/').some((segment) => segment === '.' || segment === '..');
}
