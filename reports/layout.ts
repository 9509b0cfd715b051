import CliTable3 from 'cli-table3';
import type { Page } from './page.ts';
import { fit, padTo, plain, widthOf, wrap } from './text-width.ts';

export type Lines = readonly string[];

/** No frame: alignment and space do the work. */
const NO_FRAME = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '',
  right: '', 'right-mid': '', middle: '',
} as const; // oxfmt-ignore

const GAP = 2;

export interface Column {
  readonly align: 'left' | 'right';
  /** May be cut when the page is too narrow; all others keep their width as long as they can. */
  readonly shrinks?: boolean;
  /** Least width, as far as the page allows. */
  readonly widthMin?: number;
}

/** `── Title ─────` over the whole width. */
export function heading(title: string, { columns, paint }: Page): string {
  const text = fit(title, columns - 4);
  const rule = '─'.repeat(Math.max(0, columns - 4 - widthOf(text)));
  return `${paint('dim', '──')} ${paint('strong', text)} ${paint('dim', rule)}`;
}

/**
 * Rows in aligned columns, indented by two, as wide as their content. Where that is wider than the page, the columns
 * that may shrink do so first, then all.
 */
export function table(columns: readonly Column[], rows: readonly Lines[], page: Page): Lines {
  if (rows.length === 0) return [];
  const natural = columns.map((column, index) =>
    Math.max(column.widthMin ?? 1, ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const widths = shrink(natural, columns, page.columns - GAP * columns.length);
  const grid = new CliTable3({
    chars: NO_FRAME,
    style: { 'padding-left': GAP, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ align }) => align),
    colWidths: widths.map((width) => width + GAP),
  });
  for (const row of rows) {
    grid.push(columns.map((_, index) => row[index] ?? ''));
  }
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function shrink(natural: readonly number[], columns: readonly Column[], room: number): readonly number[] {
  const widths = [...natural];
  const takeFrom = (indices: readonly number[], least: number): void => {
    let excess = widths.reduce((sum, width) => sum + width, 0) - room;
    for (const index of indices) {
      const width = widths[index] ?? 0;
      const taken = Math.max(0, Math.min(excess, width - least));
      widths[index] = width - taken;
      excess -= taken;
    }
  };
  const all = columns.map((_, index) => index);
  takeFrom(
    all.filter((index) => columns[index]?.shrinks === true),
    8,
  );
  takeFrom(all, 1);
  return widths;
}

/** Two blocks side by side, or one under the other where the page is too narrow for both. */
export function beside(left: (page: Page) => Lines, right: (page: Page) => Lines, page: Page): Lines {
  const gap = 3;
  const half = Math.floor((page.columns - gap) / 2);
  if (half < 36) {
    const [above, below] = [left(page), right(page)];
    return above.length > 0 && below.length > 0 ? [...above, '', ...below] : [...above, ...below];
  }
  const narrow = { ...page, columns: half };
  return rowsOf(left(narrow), right(narrow)).map(([here, there]) =>
    `${padTo(here, half + gap)}${there}`.trimEnd(),
  );
}

/** Text behind a mark, its other lines under the first. */
export function hanging(mark: string, text: string, columns: number): Lines {
  const width = widthOf(mark);
  const margin = ' '.repeat(width);
  return wrap(text, columns - width).map((line, row) => (row === 0 ? mark : margin) + line);
}

/** Sentences under a heading, each behind a mark; nothing without sentences. */
export function bulleted(title: string, sentences: readonly string[], mark: string, page: Page): Lines {
  if (sentences.length === 0) return [];
  return [
    heading(title, page),
    ...sentences.flatMap((sentence) => hanging(`  ${mark} `, sentence, page.columns)),
  ];
}

/** Lines of two blocks, row by row; where one has ended, nothing. */
export function rowsOf(left: Lines, right: Lines): readonly (readonly [string, string])[] {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, row) => [left[row] ?? '', right[row] ?? '']);
}

/** Blocks with a blank line between them; empty ones leave none. */
export function stack(blocks: readonly Lines[]): Lines {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

/** Labels and what they say. */
export type Rows = readonly (readonly [label: string, text: string])[];

/** Those rows that have something to say here. */
export function rowsThatSay(rows: readonly (readonly [label: string, text: string | undefined])[]): Rows {
  return rows.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}

/** Labels on the left, at most half of the page; their texts beside them, wrapped. */
export function pairs(rows: Rows, page: Page): Lines {
  const width = Math.min(Math.max(...rows.map(([label]) => label.length)) + 4, Math.floor(page.columns / 2));
  return rows.flatMap(([label, text]) =>
    wrap(plain(text), page.columns - width).map(
      (line, index) =>
        page.paint('dim', padTo(index === 0 ? fit(`  ${plain(label)}`, width - 1) : '', width)) + line,
    ),
  );
}
