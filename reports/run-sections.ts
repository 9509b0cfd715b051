import type { RunResult } from '../sim/run/result.ts';
import { count, decimal, shareOf, time } from './format.ts';
import { heading, pairs, table } from './layout.ts';
import type { Column, Lines } from './layout.ts';
import type { Page } from './page.ts';
import { settingRows } from './settings.ts';
import { fit } from './text-width.ts';

/** The same widths in every list of counts, so that their numbers stand under one another. */
const COUNTS: readonly Column[] = [
  { align: 'left', shrinks: true, widthMin: 20 },
  { align: 'right', widthMin: 6 },
  { align: 'right', widthMin: 6 },
];

/** One line of a list of counts. `whole`: what the share is of; null: no share. */
interface CountRow {
  readonly label: string;
  /** Null: not observable. */
  readonly value: number | null;
  readonly whole: number | null;
  /** Printed also when it is nothing, because then nothing is what a reader looks for. */
  readonly always?: boolean;
}

/** A heading over counts with their shares; rows that say nothing are left out. */
function countSection(title: string, rows: readonly CountRow[], page: Page): Lines {
  const { paint } = page;
  const shown = rows.filter(({ value, always }) => always === true || value === null || value > 0);
  const cells = shown.map(({ label, value, whole }) => {
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
    ...settingRows(result.scenario),
    ['under test', `edge ${edge} · device ${device} · policy ${policy} · ${result.transport}`] as const,
  ];
  return [heading('Settings', page), ...pairs(rows, page)];
}

export function clientSection({ client }: RunResult, page: Page): Lines {
  const sent = client.attempts + client.copies;
  const rows: readonly CountRow[] = [
    { label: 'requests sent', value: sent, whole: null, always: true },
    { label: 'second copies', value: client.copies, whole: sent },
    { label: '2xx accepted', value: client.answers2xx - client.notEchoed, whole: sent, always: true },
    { label: '2xx without the echo', value: client.notEchoed, whole: sent },
    { label: '409 duplicate', value: client.answers409, whole: sent },
    { label: '4xx rejected', value: client.answers4xx - client.answers409, whole: sent },
    { label: '429 rate limited', value: client.answers429, whole: sent },
    { label: '503 unavailable', value: client.answers503, whole: sent },
    { label: '5xx other errors', value: client.answers5xx, whole: sent },
    { label: 'timeouts', value: client.timeouts, whole: sent },
    { label: 'connections refused', value: client.refusals, whole: sent },
    { label: 'connections reset', value: client.resets, whole: sent },
    { label: 'answers too late', value: client.lateAnswers, whole: null },
    { label: 'samples skipped', value: client.samplesSkipped, whole: null },
    { label: 'reboots', value: client.reboots, whole: null },
  ];
  return countSection('What the devices saw', rows, page);
}

export function edgeSection({ edge, metrics }: RunResult, page: Page): Lines {
  const whole = edge.received;
  const rows: readonly CountRow[] = [
    { label: 'received', value: edge.received, whole: null, always: true },
    { label: 'network copies', value: edge.copies, whole },
    { label: 'accepted', value: edge.accepted, whole, always: true },
    { label: 'duplicates', value: edge.duplicates, whole, always: true },
    { label: 'rejected', value: edge.rejected, whole, always: true },
    { label: 'transient 503', value: edge.transient503, whole, always: true },
    { label: 'rate limited', value: edge.rateLimited, whole },
    { label: 'errors', value: edge.errors, whole },
    { label: 'never answered', value: edge.unanswered, whole },
    { label: 'answered before it', value: edge.answeredInFront, whole: null },
    { label: 'restarts', value: edge.restarts, whole: null },
    { label: 'peak requests/s', value: metrics.peakRequestsPerSecond, whole: null },
    { label: 'peak dedupe keys', value: metrics.dedupePeak ?? 0, whole: null },
  ];
  return countSection('What the edge saw', rows, page);
}

export function ledgerSection({ ledger, metrics }: RunResult, page: Page): Lines {
  const { ends } = ledger;
  const whole = ledger.generated;
  // The edge says nothing of its store: what it answered is taken for it.
  const byAnswers = ledger.storedBy === 'answers';
  const rows: readonly CountRow[] = [
    { label: 'generated', value: whole, whole: null, always: true },
    { label: 'acknowledged', value: ends.acknowledged, whole, always: true },
    { label: 'acknowledged by 409', value: ends['duplicate-acknowledged'], whole },
    { label: 'dropped', value: ends.dropped, whole },
    { label: 'rejected', value: ends.rejected, whole },
    { label: 'exhausted', value: ends.exhausted, whole },
    { label: 'overflowed', value: ends.overflowed, whole },
    { label: 'pending', value: ends.pending, whole },
    { label: 'parked', value: ends.parked, whole },
    { label: 'lost', value: metrics.lost, whole, always: true },
    { label: 'not observable', value: ends.untied, whole },
    { label: byAnswers ? 'stored by answers' : 'stored', value: ledger.stored, whole, always: true },
    { label: 'stored, unacked', value: ledger.storedUnacknowledged, whole },
    { label: 'reached again', value: ledger.reachedAgain, whole },
    { label: 'deduplicated', value: ledger.deduplicated, whole },
    { label: 'accepted twice', value: ledger.acceptedTwice, whole, always: true },
    { label: 'unexpected', value: ledger.unexpected, whole: null },
    { label: 'peak outbox', value: metrics.outboxPeak ?? 0, whole: null },
  ];
  return countSection('Delivery ledger', rows, page);
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

export function faultsSection({ faults, scenario }: RunResult, page: Page): Lines {
  const { paint } = page;
  const asked = new Set<string>(scenario.expect.faults.map(({ fault }) => fault));
  const cell = (value: number | null): string => {
    if (value === null) return paint('dim', '–');
    return value === 0 ? paint('dim', '0') : count(value);
  };
  const rows = Object.entries(faults)
    .filter(
      ([name, { injected, inEffect, seen }]) => asked.has(name) || injected + inEffect + (seen ?? 0) > 0,
    )
    .map(([name, { injected, inEffect, seen }]) => [name, cell(injected), cell(inEffect), cell(seen)]);
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
