import type { InvariantResult, RunResult } from '../sim/run/result.ts';
import { count } from './format.ts';
import { bulleted, hanging, heading, rowsOf, table } from './layout.ts';
import type { Column, Lines } from './layout.ts';
import type { Page } from './page.ts';
import type { Tone } from './paint.ts';
import { fit, padTo, plain, widthOf, wrap } from './text-width.ts';

/** One judged thing: a mark, a name, and what is to be said of it. */
interface Judged {
  readonly tone: Tone;
  readonly mark: string;
  readonly name: string;
  readonly text: string;
}

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

/** `unsure`: whether it should have been broken is not judged, since the run was made smaller. */
function judgedInvariant(
  { name, verdict, expectedBecause, allowedBecause }: InvariantResult,
  unsure: boolean,
): Judged {
  const excuse = expectedBecause ?? allowedBecause;
  switch (verdict.kind) {
    case 'held': {
      const note = verdict.note === null ? '' : `; ${verdict.note}`;
      const tested =
        verdict.observations === 0
          ? 'held, but nothing put it to the test'
          : `held, tested ${verdict.observations === 1 ? 'once' : `${count(verdict.observations)} times`}`;
      if (expectedBecause === null || unsure)
        return { tone: verdict.observations === 0 ? 'dim' : 'good', mark: '✓', name, text: tested + note };
      return {
        tone: 'bad',
        mark: '✗',
        name,
        text: `held, although expected to break: ${plain(expectedBecause)}`,
      };
    }
    case 'violated':
      if (excuse === null) return { tone: 'bad', mark: '✗', name, text: `violated ${count(verdict.count)}×` };
      return {
        tone: 'warn',
        mark: '!',
        name,
        text: `violated ${count(verdict.count)}×, as ${expectedBecause === null ? 'allowed' : 'expected'}: ${plain(excuse)}`,
      };
    case 'not-observable':
      return { tone: 'dim', mark: '–', name, text: `not observable: ${plain(verdict.why)}` };
  }
}

export function invariantsSection({ invariants, expectations }: RunResult, page: Page): Lines {
  if (invariants.length === 0) return [];
  const items = invariants.map((invariant) => {
    const expected = expectations.find(({ kind, what }) => kind === 'violation' && what === invariant.name);
    return judgedInvariant(invariant, expected?.verdict === 'not-judged');
  });
  return [heading('Invariants', page), ...judgedLines(items, page)];
}

export function expectationsSection({ expectations }: RunResult, page: Page): Lines {
  if (expectations.length === 0) return [];
  const items = expectations.map((expectation): Judged => {
    const { kind, what, wanted } = expectation;
    const name = plain(`${what} ${kind === 'violation' ? 'violated' : wanted}`);
    const got = plain(expectation.got);
    switch (expectation.verdict) {
      case 'met':
        return { tone: 'good', mark: '✓', name, text: got };
      case 'not-met':
        return { tone: 'bad', mark: '✗', name, text: `not met: ${got}` };
      case 'not-judged':
        return { tone: 'dim', mark: '–', name, text: `${got}; not judged: ${expectation.why}` };
      case 'not-applicable':
        return { tone: 'dim', mark: '–', name, text: `${got}; not applicable: ${expectation.why}` };
    }
  });
  return [heading('Expectations', page), ...judgedLines(items, page)];
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
