import type { DifferentField, Divergence } from '../sim/trace/divergence.ts';
import type { TraceEvent } from '../sim/trace/event.ts';
import { count } from './format.ts';
import { hanging, table } from './layout.ts';
import type { Lines } from './layout.ts';
import type { Page, PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { fit, plain } from './text-width.ts';
import { eventLine } from './trace-line.ts';

export interface DivergenceTextOptions extends PageOptions {
  /** What the two traces are called, in a word or two. */
  readonly names: readonly [first: string, second: string];
}

/** More fields than anybody reads: what differs in so many is another event. */
const FIELDS_SHOWN = 8;

/** The first event in which two traces differ, with what came before, and what each went on with. */
export function renderDivergence(divergence: Divergence, options: DivergenceTextOptions): string {
  const page = pageOf(options);
  const { names } = options;
  const { before, first, second, event } = divergence;
  const blocks: Lines[] = [];
  if (before.length > 0) blocks.push([`  in both, up to event ${count(event - 1)}:`, ...shown(before, page)]);
  blocks.push(side(names[0], event, first, page), side(names[1], event, second, page));
  blocks.push(differentFieldLines(divergence.fields, names, page));
  return blocks.flat().join('\n');
}

function shown(events: readonly TraceEvent[], page: Page): Lines {
  return events.map((event) => page.paint('dim', `    ${eventLine(event, page.columns - 4)}`));
}

/** The event that differs is marked; what follows only shows where this one went. */
function side(name: string, event: number, [differs, ...more]: readonly TraceEvent[], page: Page): Lines {
  const head = hanging('  ', `${plain(name)}, from event ${count(event)} on:`, page.columns);
  if (differs === undefined) return [...head, '    (it had ended)'];
  return [...head, page.paint('bad', `  > ${eventLine(differs, page.columns - 4)}`), ...shown(more, page)];
}

/** Fields with what they are in each of two. */
export function differentFieldLines(
  fields: readonly DifferentField[],
  names: readonly [string, string],
  page: Page,
): Lines {
  if (fields.length === 0) return [];
  const rows = fields
    .slice(0, FIELDS_SHOWN)
    .map(({ path, first, second }) => [plain(path), valueText(first), valueText(second)]);
  const left = { align: 'left', shrinks: true } as const;
  const more = fields.length - rows.length;
  return [
    '  what differs:',
    ...table([left, left, left], [['', ...names.map(plain)], ...rows], page),
    ...(more > 0 ? [fit(`  and ${more} more`, page.columns)] : []),
  ];
}

function valueText(value: unknown): string {
  return value === undefined ? '–' : plain(JSON.stringify(value));
}
