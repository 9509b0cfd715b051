import type { Flag } from './flags.ts';
import { texts } from './flags.ts';
import { UsageError } from './usage-error.ts';

/** A server of the real world, as it is named on the command line. */
export interface AllowedPlace {
  readonly host: string;
  readonly port: number;
}

const PORT_MAX = 65_535;

function placeIn(text: string, flag: string): AllowedPlace {
  const [, host, digits] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > PORT_MAX) {
    throw new UsageError(
      `${flag}: found ${JSON.stringify(text)}; allowed: a host and a port from 1 to ${PORT_MAX}, such as localhost:5432`,
    );
  }
  return { host: host.replace(/^\[|\]$/g, ''), port };
}

const written = texts('A real server that your code needs, HOST:PORT; time there is real');

export const ALLOW_NET_FLAG: Flag<readonly AllowedPlace[]> = {
  options: written.options,
  read: (given, flag) => written.read(given, flag).map((text) => placeIn(text, flag)),
};

/** What a run is told that may reach any of them; none, if it may not. */
export function allowNetWarnings(places: readonly AllowedPlace[]): readonly string[] {
  if (places.length === 0) return [];
  const named = places.map(({ host, port }) => `${host}:${port}`).join(', ');
  return [
    `--allow-net ${named}: time there is real. The world waits for its answers, but it keeps what it holds from one run to the next, and the same seed need not give the same run.`,
  ];
}
