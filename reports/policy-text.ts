import type { PolicyProfile } from '../sim/explore/policy-profile.ts';
import { count, time } from './format.ts';
import { heading, pairs, rowsThatSay, stack, table } from './layout.ts';
import type { Lines, Rows } from './layout.ts';
import { lineChart, niceMax } from './line-chart.ts';
import type { Page, PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { fit, plain } from './text-width.ts';

export interface DescribedPolicy {
  readonly name: string;
  /** Whose memory it keeps. */
  readonly memory: 'none' | 'reading' | 'device' | 'process';
  /** Null for a policy that never gives up. */
  readonly retriesMax: number | null;
  /** Null for a policy of which nobody wrote it down: one of the user's. */
  readonly description: {
    readonly formula: string;
    readonly jitter: string;
    readonly remembers: string | null;
    readonly defaults: string;
    readonly source: string;
  } | null;
  readonly profile: PolicyProfile;
}

const CHART_COLUMNS_MAX = 64;
const CHART_ROWS = 9;

/** One policy: its words, its delays, and their mean as a chart. Ends without a line break. */
export function renderPolicyText(policy: DescribedPolicy, options: PageOptions): string {
  const page = pageOf(options);
  return stack([
    [page.paint('strong', fit(plain(policy.name), page.columns)), ...pairs(words(policy), page)],
    policy.retriesMax === 0 ? [] : delayTable(policy, page),
    policy.retriesMax === 0 ? [] : chart(policy, page),
  ]).join('\n');
}

function words({ memory, retriesMax, description, profile }: DescribedPolicy): Rows {
  const totalMs = profile.meanTotalDelayMs;
  const remembers = description?.remembers ?? null;
  return rowsThatSay([
    ['formula', description?.formula],
    ['jitter', description?.jitter],
    ['memory', remembers === null ? memory : `${memory}: ${remembers}`],
    ['defaults', description?.defaults],
    ['source', description?.source],
    ['retries', retriesMax === null ? 'without an end' : count(retriesMax)],
    ['waits in all', totalMs === null ? 'no end' : `${time(totalMs)} on average, when every retry is needed`],
  ]);
}

function delayTable({ profile }: DescribedPolicy, page: Page): Lines {
  const columns = [{ align: 'right' }, { align: 'right' }, { align: 'right' }, { align: 'right' }] as const;
  const head = ['retry k', 'mean', 'p5', 'p95'].map((title) => page.paint('dim', title));
  const rows = profile.delays.map(({ retryIndex, meanMs, p5Ms, p95Ms }) => [
    String(retryIndex),
    ...[meanMs, p5Ms, p95Ms].map(time),
  ]);
  return [
    heading('Delay before retry k, without Retry-After', page),
    ...table(columns, [head, ...rows], page),
  ];
}

function chart({ profile }: DescribedPolicy, page: Page): Lines {
  const longestMs = Math.max(...profile.delays.map(({ meanMs }) => meanMs));
  const [unitMs, unit] = longestMs < 1_000 ? [1, 'milliseconds'] : [1_000, 'seconds'];
  return [
    heading(`Mean delay in ${unit} before retry k`, page),
    ...lineChart({
      points: profile.delays.map(({ retryIndex, meanMs }) => [retryIndex, meanMs / unitMs] as const),
      yMax: niceMax(longestMs / unitMs),
      xTicks: profile.delays.map(({ retryIndex }) => ({ at: retryIndex, label: String(retryIndex) })),
      columns: Math.min(CHART_COLUMNS_MAX, page.columns),
      rows: CHART_ROWS,
    }),
  ];
}
