import type { Flag } from './flags.ts';
import { texts } from './flags.ts';
import { UsageError } from '../usage-error.ts';
import { NAME } from '../program-name.ts';

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
  read: (given, flag) => placesIn(written.read(given, flag), flag),
};

/** @throws {UsageError} for one that is none. `flag`: where they stand. */
export function placesIn(texts: readonly string[], flag: string): readonly AllowedPlace[] {
  return texts.map((text) => placeIn(text, flag));
}

function named(places: readonly AllowedPlace[]): string {
  return places.map(({ host, port }) => `${host}:${port}`).join(', ');
}

/** What is said of runs that may reach any of them; nothing, if they may not. */
export function allowNetWarnings(
  places: readonly AllowedPlace[],
  runs: 'one' | 'many' = 'one',
): readonly string[] {
  if (places.length === 0) return [];
  const inTurn = runs === 'many' ? ' Runs go one after another, for they share it.' : '';
  return [
    `--allow-net ${named(places)}: time there is real. The world waits for its answers, but it keeps what it holds from one run to the next, and the same seed need not give the same run.${inTurn}`,
  ];
}

/** How many runs go at once: those that share a real server would meet what others left in it. */
export function workersWith(places: readonly AllowedPlace[], workers: number): number {
  return places.length === 0 ? workers : 1;
}

/**
 * For what needs that a run can be done again.
 * @throws {UsageError} that says why, and what to do.
 */
export function refuseAllowNet(places: readonly AllowedPlace[], why: string): void {
  if (places.length === 0) return;
  throw new UsageError(
    `--allow-net ${named(places)}: ${why}. Put something in memory in the place of the server, or look at single runs: ${NAME} run --allow-net ${named(places)}`,
  );
}
