import { UnreadableLog } from './exchange.ts';
import type { Bucket, FleetLog, Tally } from './exchange.ts';
import { at, isObject, listAt, numberIn, textIn } from './json-value.ts';
import type { Json } from './json-value.ts';

const MS_PER_SECOND = 1000;
const WANTED =
  'wanted is what Prometheus answers to /api/v1/query_range for a counter of requests with a label status or code (and, ' +
  'for latency, the _bucket series of a histogram), or the counters of Petrel’s edge as its /metrics gives them';

/** Which of the edge's own counters stands for which status. */
const OWN_COUNTERS: Readonly<Record<string, number>> = {
  accepted_total: 200,
  duplicates_total: 409,
  rejected_total: 400,
  rate_limited_total: 429,
  transient_503_total: 503,
};

interface Series {
  readonly labels: { readonly [key: string]: Json };
  /** Seconds since the epoch, and what the counter said then. */
  readonly values: readonly (readonly [number, number])[];
}

/** Counters over time, as Prometheus' API gives them, or one look at those of Petrel's edge. */
export function readMetrics(document: Json): FleetLog {
  const series = listAt(document, 'data', 'result').map(seriesOf);
  const tallies = series.length > 0 ? talliesOf(series) : ownTallies(document);
  const buckets = bucketsOf(series);
  if (tallies.length === 0 && buckets.length === 0)
    throw new UnreadableLog(`no counter of requests is in it: ${WANTED}`);
  return {
    kind: 'counters',
    side: 'server',
    exchanges: [],
    tallies,
    buckets,
    resolutionMs: MS_PER_SECOND,
    devicesAreAddresses: false,
    skipped: { count: 0, first: null },
  };
}

function seriesOf(result: Json): Series {
  const labels = at(result, 'metric');
  const pairs = listAt(result, 'values');
  const single = at(result, 'value');
  const values = (pairs.length > 0 ? pairs : single === undefined ? [] : [single]).flatMap((pair) => {
    const [when, value] = Array.isArray(pair) ? pair : [];
    const [second, count] = [numberIn(when), numberIn(value)];
    return second === null || count === null ? [] : [[second, count] as const];
  });
  return { labels: isObject(labels) ? labels : {}, values };
}

function statusOf({ labels }: Series): number | null {
  return numberIn(labels.status ?? labels.code ?? labels.status_code ?? labels.http_response_status_code);
}

/** How much each counter grew from one look to the next; a counter that began anew grew by what it says. */
function talliesOf(series: readonly Series[]): readonly Tally[] {
  const counters = series.filter((one) => one.labels.le === undefined && statusOf(one) !== null);
  const grown = new Map<number, { toMs: number; byStatus: Map<number, number> }>();
  for (const counter of counters) {
    const status = statusOf(counter) ?? 0;
    for (const [index, [second, value]] of counter.values.entries()) {
      const before = counter.values[index - 1];
      if (before === undefined) continue;
      const growth = value >= before[1] ? value - before[1] : value;
      const tally = grown.get(before[0]) ?? {
        toMs: second * MS_PER_SECOND,
        byStatus: new Map<number, number>(),
      };
      tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + growth);
      grown.set(before[0], tally);
    }
  }
  return [...grown]
    .map(([second, { toMs, byStatus }]) => ({ fromMs: second * MS_PER_SECOND, toMs, byStatus }))
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** One look at the edge's counters: shares, and no rate. */
function ownTallies(document: Json): readonly Tally[] {
  const byStatus = new Map<number, number>();
  for (const [name, status] of Object.entries(OWN_COUNTERS)) {
    const count = numberIn(at(document, name));
    if (count !== null && count > 0) byStatus.set(status, count);
  }
  return byStatus.size === 0 ? [] : [{ fromMs: 0, toMs: 0, byStatus }];
}

/** The last look at a histogram; its bounds are seconds, as is usual, unless the name says milliseconds. */
function bucketsOf(series: readonly Series[]): readonly Bucket[] {
  const counts = new Map<number, number>();
  for (const one of series) {
    const bound = textIn(one.labels.le);
    if (bound === null) continue;
    const unit = /_(ms|milliseconds)(_|$)/.test(textIn(one.labels.__name__) ?? '') ? 1 : MS_PER_SECOND;
    const upToMs = bound === '+Inf' ? Infinity : Number(bound) * unit;
    const growth = (one.values.at(-1)?.[1] ?? 0) - (one.values.length > 1 ? (one.values[0]?.[1] ?? 0) : 0);
    counts.set(upToMs, (counts.get(upToMs) ?? 0) + growth);
  }
  return [...counts].map(([upToMs, count]) => ({ upToMs, count })).sort((a, b) => a.upToMs - b.upToMs);
}
