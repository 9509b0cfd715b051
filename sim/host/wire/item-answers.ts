import type { ItemAnswer } from '../../net/index.ts';
import type { Carried } from './dialect.ts';

/** What an answer to many says of one; `reading` undefined: of that in the same place. */
export interface ResultEntry {
  readonly reading: unknown;
  readonly status: unknown;
}

const MULTI_STATUS = 207;
/** Of what an answer does not speak: whoever sent it does not know what became of it. */
const NOT_SAID = 500;

/** A status alone, or the line that an answer of its own would begin with, as WebDAV has it. */
const STATUS = /^(?:HTTP\/\d(?:\.\d)? )?([1-5]\d\d)(?: .*)?$/;

/** Whether a text stands for no status: only a function can tell what such words mean. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && !STATUS.test(value);
}

function statusOf(value: unknown): number {
  if (value === true) return 200;
  if (value === false) return 400;
  const status = typeof value === 'string' ? Number(STATUS.exec(value)?.[1]) : value;
  return typeof status === 'number' && Number.isInteger(status) ? status : NOT_SAID;
}

function nameIn({ reading }: ResultEntry): string | null {
  return typeof reading === 'string' || typeof reading === 'number' ? String(reading) : null;
}

/** Takes the entries of a name in their order, as a reading may stand twice in one request; the last holds for all that follow. */
function inTurn(entries: readonly ResultEntry[]): (name: string) => ResultEntry | undefined {
  const named = new Map<string, ResultEntry[]>();
  for (const entry of entries) {
    const name = nameIn(entry);
    if (name === null) continue;
    const same = named.get(name);
    if (same === undefined) named.set(name, [entry]);
    else same.push(entry);
  }
  return (name) => {
    const same = named.get(name);
    return same !== undefined && same.length > 1 ? same.shift() : same?.[0];
  };
}

/** One for each reading, by its name where the entries have names, by its place otherwise. */
export function itemAnswers(
  entries: readonly ResultEntry[],
  status: number,
  carried: readonly Carried[],
): readonly ItemAnswer[] {
  const takeNamed = inTurn(entries);
  const names = new Set(carried.map(({ reading }) => String(reading)));
  const areInPlace = entries.length === carried.length || entries.every((entry) => nameIn(entry) === null);
  return carried.map(({ reading }, index) => {
    const byName = takeNamed(String(reading));
    const inPlace = areInPlace ? entries[index] : undefined;
    // A message that is bad may have a wrong name, or none that the edge could give back.
    const isOthers = inPlace !== undefined && names.has(nameIn(inPlace) ?? '');
    const entry = byName ?? (isOthers ? undefined : inPlace);
    if (entry !== undefined) return { status: statusOf(entry.status), echoed: byName !== undefined };
    return { status: status === MULTI_STATUS ? NOT_SAID : status, echoed: false };
  });
}
