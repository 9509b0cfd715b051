import { time } from './format.ts';
import { heading, stack, table } from './layout.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { plain, widthOf, wrap } from './text-width.ts';

export interface ListedPolicy {
  readonly name: string;
  readonly formula: string;
  /** Whose memory it keeps. */
  readonly memory: 'none' | 'reading' | 'device' | 'process';
  /** When every retry is needed; null for a policy that never gives up. */
  readonly meanTotalDelayMs: number | null;
}

const LEGEND =
  'b first delay, f factor, C cap, j spread, R retries: the settings. k number of the retry from 0, u uniform on ' +
  '[0, 1). In all: mean sum of the R delays when every retry is needed, by the default settings. Policies that ' +
  'remember a device or a process may also hold back or refuse attempts: policies <name> says which.';

const COLUMNS = [{ align: 'left' }, { align: 'left' }, { align: 'left' }, { align: 'right' }] as const;
const GAPS = 2 * COLUMNS.length;

/** Policies in the order given. Ends without a line break. */
export function renderPolicyList(policies: readonly ListedPolicy[], options: PageOptions): string {
  const page = pageOf(options);
  const rows = policies.map(
    ({ name, formula, memory, meanTotalDelayMs }) =>
      [
        plain(name),
        plain(formula),
        memory,
        meanTotalDelayMs === null ? 'no end' : time(meanTotalDelayMs),
      ] as const,
  );
  const head = ['policy', 'delay before retry k', 'memory', 'in all'] as const;
  const widest = (index: 0 | 2 | 3): number => Math.max(...[head, ...rows].map((row) => widthOf(row[index])));
  const room = Math.max(8, page.columns - GAPS - widest(0) - widest(2) - widest(3));
  const lines = rows.flatMap(([name, formula, memory, total]) =>
    wrap(formula, room).map((part, index) =>
      index === 0 ? [page.paint('strong', name), part, memory, total] : ['', part, '', ''],
    ),
  );
  return stack([
    [
      heading('Policies', page),
      ...table(COLUMNS, [head.map((title) => page.paint('dim', title)), ...lines], page),
    ],
    wrap(LEGEND, page.columns).map((line) => page.paint('dim', line)),
  ]).join('\n');
}
