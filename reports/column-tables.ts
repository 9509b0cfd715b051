import { stack, table } from './layout.ts';
import type { Column, Lines } from './layout.ts';
import type { Page } from './page.ts';
import { padTo, widthOf } from './text-width.ts';

/** What each row begins with, in every table that the rows are broken into. */
export interface LeadingColumn extends Column {
  readonly header: string;
  readonly cells: readonly string[];
}

/** A column whose cells have parts that stand under each other: a value, its spread, its marks. */
export interface WideColumn {
  readonly header: string;
  /** For each row its parts: the first goes to the right, the others to the left. */
  readonly cells: readonly (readonly string[])[];
}

/** Tables one under the other, each with the leading columns and as many of the others as the page has room for. */
export function columnTables(
  leading: readonly LeadingColumn[],
  columns: readonly WideColumn[],
  page: Page,
): Lines {
  const texts = columns.map(({ header, cells }) => ({
    header,
    cells: joined(cells),
    align: 'left' as const,
  }));
  const blocks: Lines[] = [];
  let rest: readonly LeadingColumn[] = texts;
  while (rest.length > 0) {
    let taken = 1;
    while (taken < rest.length && widthOfTable([...leading, ...rest.slice(0, taken + 1)]) <= page.columns) {
      taken += 1;
    }
    blocks.push(oneTable([...leading, ...rest.slice(0, taken)], page));
    rest = rest.slice(taken);
  }
  return stack(blocks);
}

function widthOfTable(columns: readonly LeadingColumn[]): number {
  return columns.reduce(
    (sum, { header, cells }) => sum + 2 + Math.max(...[header, ...cells].map(widthOf)),
    0,
  );
}

function oneTable(columns: readonly LeadingColumn[], page: Page): Lines {
  const rows = (columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => cells[row] ?? ''));
  const header = columns.map((column) => page.paint('dim', column.header));
  return table(columns, [header, ...rows], page);
}

/** Each cell as one text, its parts as wide as the widest of the column. A part that all cells leave empty goes. */
function joined(cells: WideColumn['cells']): readonly string[] {
  const parts = Math.max(0, ...cells.map((cell) => cell.length));
  const widths = Array.from({ length: parts }, (_, part) =>
    Math.max(...cells.map((cell) => widthOf(cell[part] ?? ''))),
  );
  return cells.map((cell) =>
    widths
      .flatMap((width, part) => {
        const text = cell[part] ?? '';
        if (width === 0) return [];
        return [part === 0 ? ' '.repeat(width - widthOf(text)) + text : padTo(text, width)];
      })
      .join(' ')
      .trimEnd(),
  );
}
