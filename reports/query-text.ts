import type { EventQuery, FoundEvent } from '../sim/trace/event-query.ts';
import { count } from './format.ts';
import { hanging } from './layout.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { plain } from './text-width.ts';
import { eventLine } from './trace-line.ts';

export interface QueryTextOptions extends PageOptions {
  /** How many events fitted the first pattern. */
  readonly asked: number;
}

/** More is a file's worth: `--json` has all. */
const EVENTS_SHOWN = 20;

const VERB_WORDS = {
  'preceded-by': 'are preceded by',
  'not-preceded-by': 'are not preceded by',
  'followed-by': 'are followed by',
  'not-followed-by': 'are not followed by',
} as const;

/** The first events that were found, each with its number, and how many there are. */
export function renderFoundEvents(
  { events, relation }: EventQuery,
  found: readonly FoundEvent[],
  options: QueryTextOptions,
): string {
  const { columns, paint } = pageOf(options);
  const shown = found.slice(0, EVENTS_SHOWN);
  const width = String(shown.at(-1)?.number ?? 0).length;
  const lines = shown.map(({ number, event }) => {
    const label = String(number).padStart(width);
    return `${paint('dim', label)} ${eventLine(event, columns - width - 1)}`;
  });
  if (found.length > shown.length)
    lines.push(`… and ${count(found.length - shown.length)} more; --json has all`);
  const asked = `${count(options.asked)} × ${plain(events.text)}`;
  const said =
    relation === null
      ? asked
      : `${count(found.length)} of ${asked} ${VERB_WORDS[relation.verb]} ${plain(relation.other.text)}${howSame(relation)}`;
  return [...lines, ...hanging('', said, columns)].join('\n');
}

function howSame({ same, withinUs }: NonNullable<EventQuery['relation']>): string {
  const said = [
    ...(same.length === 0 ? [] : [`of the same ${same.map(plain).join(', ')}`]),
    ...(withinUs === Infinity ? [] : [`within ${withinUs / 1000}ms`]),
  ];
  return said.length === 0 ? '' : ` ${said.join(' ')}`;
}
