import type { RunResult } from '../sim/run/result.ts';
import { count, decimal, shareOf, time } from './format.ts';
import { heading, pairs, table } from './layout.ts';
import type { Column, Lines } from './layout.ts';
import type { Page } from './page.ts';
import { clientRows, edgeRows, faultRows, ledgerRows, rowsShown } from './run-counts.ts';
import type { CountRow } from './run-counts.ts';
import { settingRows } from './settings.ts';
import { fit, plain } from './text-width.ts';

/** The same widths in every list of counts, so that their numbers stand under one another. */
const COUNTS: readonly Column[] = [
  { align: 'left', shrinks: true, widthMin: 20 },
  { align: 'right', widthMin: 6 },
  { align: 'right', widthMin: 6 },
];

/** A heading over counts with their shares. */
function countSection(title: string, rows: readonly CountRow[], page: Page): Lines {
  const { paint } = page;
  const cells = rowsShown(rows).map(({ label, value, whole }) => {
    if (value === null) return [label, paint('dim', '–'), paint('dim', 'not told')];
    const tone = (text: string): string => (value === 0 ? paint('dim', text) : text);
    return [
      tone(label),
      tone(count(value)),
      paint('dim', whole === null || value === 0 ? '' : shareOf(value, whole)),
    ];
  });
  return [heading(title, page), ...table(COUNTS, cells, page)];
}

export function settingsSection(result: RunResult, page: Page): Lines {
  const { edge, device, policy } = result.subject;
  const rows = [
    ...settingRows(result.scenario, result.subject.policy),
    ['under test', `edge ${edge} · device ${device} · policy ${policy} · ${result.transport}`] as const,
    ...messagesRows(result),
  ];
  return [heading('Settings', page), ...pairs(rows, page)];
}

/** Of a foreign device, in what form its messages were read; that of ours goes without saying. */
function messagesRows({ messages }: RunResult): readonly (readonly [string, string])[] {
  if (messages === null || messages.form === null || messages.form === 'petrel') return [];
  const { form, told } = messages;
  return [['messages', told ? form : `${form}, the first known form that fits; --wire ${form} says so`]];
}

export function clientSection(result: RunResult, page: Page): Lines {
  return countSection('What the devices saw', clientRows(result), page);
}

export function edgeSection(result: RunResult, page: Page): Lines {
  return countSection('What the edge saw', edgeRows(result), page);
}

export function ledgerSection(result: RunResult, page: Page): Lines {
  return countSection('Delivery ledger', ledgerRows(result), page);
}

export function latencySection(result: RunResult, page: Page): Lines {
  const { latency, storedWithin60s, ledger, metrics } = result;
  const { paint } = page;
  const measured = [
    ['p50', latency.p50Ms],
    ['p90', latency.p90Ms],
    ['p99', latency.p99Ms],
    ['max', latency.maxMs],
  ] as const;
  const rows: string[][] = measured.map(([label, ms]) => [
    label,
    ms === null ? paint('dim', '–') : time(ms),
    '',
  ]);
  rows.push(
    storedWithin60s === null
      ? ['stored within 60s', paint('dim', '–'), paint('dim', 'not told')]
      : [
          'stored within 60s',
          count(storedWithin60s),
          paint('dim', shareOf(storedWithin60s, ledger.generated)),
        ],
  );
  if (metrics.drainTime !== null) rows.push(['drained after', time(metrics.drainTime), '']);
  return [heading('Birth to acknowledgement', page), ...table(COUNTS, rows, page)];
}

/** One line for each group of the fleet; nothing where all devices are alike. */
export function groupsSection({ groups }: RunResult, page: Page): Lines {
  if (groups.length === 0) return [];
  const { paint } = page;
  const none = paint('dim', '–');
  const timed = (ms: number | null): string => (ms === null ? none : time(ms));
  const rows = groups.map(({ name, devices, generated, stored, attemptsPerReading, latency }) => [
    plain(name),
    count(devices),
    count(generated),
    stored === null ? none : shareOf(stored, generated),
    attemptsPerReading === null ? none : decimal(attemptsPerReading, 2),
    timed(latency.meanMs),
    timed(latency.p99Ms),
  ]);
  const head = ['', 'devices', 'readings', 'delivered', 'attempts', 'mean', 'p99'];
  const columns: readonly Column[] = head.map((_, index) =>
    index === 0 ? { align: 'left', shrinks: true } : { align: 'right' },
  );
  const title = 'Groups: requests for each reading, and from birth to acknowledgement';
  return [heading(title, page), ...table(columns, [head.map((text) => paint('dim', text)), ...rows], page)];
}

/** Beyond so many requests for one reading, the rows are put together. */
const ATTEMPT_ROWS_MAX = 8;

export function attemptsSection({ attempts }: RunResult, page: Page): Lines {
  const { counts, readings, mean } = attempts;
  if (mean === null) return [];
  const rows: (readonly [string, number])[] = counts
    .slice(0, ATTEMPT_ROWS_MAX)
    .map((number, index) => [`${index + 1}`, number] as const);
  const rest = counts.slice(ATTEMPT_ROWS_MAX).reduce((sum, number) => sum + number, 0);
  if (rest > 0) rows.push([`${ATTEMPT_ROWS_MAX + 1} and more`, rest]);
  const longest = Math.max(...rows.map(([label]) => label.length));
  const digits = Math.max(...rows.map(([, number]) => count(number).length));
  // What four gaps of two, the share and the other cells leave, at most 20.
  const barRoom = Math.max(0, Math.min(20, page.columns - 8 - 6 - longest - digits));
  const cells = rows
    .filter(([, number]) => number > 0)
    .map(([label, number]) => [
      label,
      count(number),
      page.paint('dim', shareOf(number, readings)),
      page.paint('dim', '█'.repeat(Math.round(Math.min(1, number / Math.max(1, readings)) * barRoom))),
    ]);
  const columns: readonly Column[] = [
    { align: 'right' },
    { align: 'right' },
    { align: 'right' },
    { align: 'left' },
  ];
  const average = fit(`  mean ${decimal(mean, 3)} over the ${count(readings)} sent`, page.columns);
  return [heading('Attempts per reading', page), ...table(columns, cells, page), average];
}

export function faultsSection(result: RunResult, page: Page): Lines {
  const { paint } = page;
  const cell = (value: number | null): string => {
    if (value === null) return paint('dim', '–');
    return value === 0 ? paint('dim', '0') : count(value);
  };
  const rows = faultRows(result).map(({ name, injected, inEffect, seen }) => [
    name,
    cell(injected),
    cell(inEffect),
    cell(seen),
  ]);
  if (rows.length === 0) return [];
  const seen = page.columns < 60 ? 'seen' : 'seen by the client';
  const head = ['', 'injected', 'in effect', seen].map((text) => paint('dim', text));
  const columns: readonly Column[] = [
    { align: 'left', shrinks: true },
    { align: 'right' },
    { align: 'right' },
    { align: 'right' },
  ];
  return [heading('Faults', page), ...table(columns, [head, ...rows], page)];
}
