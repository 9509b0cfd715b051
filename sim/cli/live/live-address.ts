import { isIP } from 'node:net';
import { UsageError } from '../usage-error.ts';

/**
 * Where the edge listens. Only this machine, or hosts that the caller says are his: what a storm does to an edge, it does
 * to anybody's.
 * @throws {UsageError}
 */
export function liveAddress(text: string | undefined, owned: readonly string[]): URL {
  if (text === undefined)
    throw new UsageError(
      '--url is missing: say where the edge takes readings, e.g. --url http://localhost:8000/ingest',
    );
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`--url ${text}: not an address of HTTP, such as http://localhost:8000/ingest`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('--url: leave the name and the password out of the address; they would be printed.');
  if (!isLoopback(url.hostname) && !owned.includes(url.hostname))
    throw new UsageError(
      `--url: ${url.hostname} is another machine. A scenario is an attack on what it is aimed at; if it is yours, say --i-own-this ${url.hostname}`,
    );
  return url;
}

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
