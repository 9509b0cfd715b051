import { inspect } from 'node:util';
// Past the door, which would load all that a run needs.
import { withSourcePlaces } from '../../run/source-places.ts';

/** Width where nobody says how wide: the report is made for it. */
const COLUMNS_DEFAULT = 80;
const COLUMNS_MAX = 120;

export interface Terminal {
  readonly colour: boolean;
  readonly columns: number;
  /** A person is watching: progress may be shown. */
  readonly interactive: boolean;
}

/** stdout as it is: colour only where it is wanted and shown. See no-color.org. */
export function terminal(): Terminal {
  const { NO_COLOR, TERM } = process.env;
  const plain = (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  const isTerminal = process.stdout.isTTY;
  return {
    colour: isTerminal && !plain,
    columns: isTerminal ? Math.min(COLUMNS_MAX, process.stdout.columns || COLUMNS_DEFAULT) : COLUMNS_DEFAULT,
    interactive: process.stderr.isTTY && TERM !== 'dumb',
  };
}

/** One line for each run: in a log nothing of it is cut off. */
export function lineTerminal(): Terminal {
  const page = terminal();
  return process.stdout.isTTY ? page : { ...page, columns: Infinity };
}

/** Results go to stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** All the rest goes to stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A fault of ours, with all that helps to mend it. */
export function sayFault(error: unknown): void {
  say('petrel: a fault in the harness itself, not in what it tests. Please report it with these lines:');
  say(error instanceof Error ? withSourcePlaces(error.stack ?? error.message) : inspect(error));
}
