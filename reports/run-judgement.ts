import type { RunResult } from '../sim/run/result.ts';
import { count } from './format.ts';
import { judgedExpectations, judgedInvariants } from './judged.ts';
import type { Judged } from './judged.ts';
import { bulleted, hanging, heading, rowsOf, table } from './layout.ts';
import type { Column, Lines } from './layout.ts';
import type { Page } from './page.ts';
import { fit, padTo, plain, widthOf, wrap } from './text-width.ts';

function judgedLines(items: readonly Judged[], page: Page): Lines {
  const { paint, columns } = page;
  const nameWidth = Math.min(
    Math.max(...items.map(({ name }) => widthOf(name))),
    Math.max(10, Math.floor(columns * 0.45)),
  );
  const indent = nameWidth + 6;
  return items.flatMap(({ tone, mark, name, text }) => {
    return rowsOf(wrap(name, nameWidth), wrap(text, columns - indent)).map(([label, line], row) => {
      const said = tone === 'bad' ? line : paint('dim', line);
      return `  ${row === 0 ? paint(tone, mark) : ' '} ${padTo(label, nameWidth)}  ${said}`.trimEnd();
    });
  });
}

export function invariantsSection(result: RunResult, page: Page): Lines {
  const items = judgedInvariants(result);
  return items.length === 0 ? [] : [heading('Invariants', page), ...judgedLines(items, page)];
}

export function expectationsSection(result: RunResult, page: Page): Lines {
  const items = judgedExpectations(result);
  return items.length === 0 ? [] : [heading('Expectations', page), ...judgedLines(items, page)];
}

export function warningsSection({ warnings }: RunResult, page: Page): Lines {
  return bulleted('Warnings', warnings.map(plain), page.paint('warn', '!'), page);
}

/** The first violations of invariants that the scenario neither expects nor allows to be broken. */
export function violationsSection({ invariants }: RunResult, page: Page, most: number): Lines {
  const broken = invariants.flatMap(({ name, verdict, expectedBecause, allowedBecause }) =>
    verdict.kind === 'violated' && expectedBecause === null && allowedBecause === null
      ? [{ name, verdict }]
      : [],
  );
  if (broken.length === 0) return [];
  const lines = broken.flatMap(({ name, verdict }) => {
    const shown = verdict.violations.slice(0, most);
    const more = verdict.count - shown.length;
    return [
      `  ${page.paint('bad', fit(name, page.columns - 2))}`,
      ...shown.flatMap(({ device, reading, message }) => {
        const who = [device ?? '', reading === null ? '' : `reading ${reading}`]
          .filter((part) => part !== '')
          .join(', ');
        const text = who === '' ? plain(message) : `${plain(who)}: ${plain(message)}`;
        return hanging('    · ', text, page.columns);
      }),
      ...(more > 0 ? [page.paint('dim', fit(`    and ${count(more)} more`, page.columns))] : []),
    ];
  });
  return [heading('First violations', page), ...lines];
}

/** One run is not judged by these: what is never met shows over many. */
export function sometimesSection({ sometimes }: RunResult, page: Page): Lines {
  if (sometimes.length === 0) return [];
  const rows = sometimes.map(({ name, hits }) => [
    plain(name),
    hits === 0 ? page.paint('dim', 'not in this run') : `${count(hits)}×`,
  ]);
  const columns: readonly Column[] = [{ align: 'left', shrinks: true }, { align: 'left' }];
  return [heading('Sometimes', page), ...table(columns, rows, page)];
}
