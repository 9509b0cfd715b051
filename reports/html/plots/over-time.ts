import { count, decimal, time } from '../../format.ts';
import { widened } from '../../trace/bins.ts';
import type { Binned } from '../../trace/bins.ts';
import { ENDING_NAMES, ENDINGS } from '../../trace/ending.ts';
import type { Ending } from '../../trace/ending.ts';
import type { Delivered, RunSeries } from '../../trace/run-series.ts';
import { evenRules, HEIGHT } from './axis.ts';
import type { Rule, TimeAxis } from './axis.ts';
import { roundTopOf, stacked, traceOf } from './time-plot.ts';
import type { PlotScale, TimePlot, Trace } from './time-plot.ts';

/** More bars are thinner than a pixel on a small screen. */
const BARS_MAX = 200;

/** The width of a bar, in microseconds: a width of the series, doubled as often as it takes. */
function barWidth(series: readonly Binned[], { startAt, endAt }: TimeAxis, barsMax = BARS_MAX): number {
  let width = Math.max(1_000_000, ...series.map(({ widthUs }) => widthUs));
  while ((endAt - startAt) / width > barsMax) width *= 2;
  return width;
}

function perSecond(value: number): string {
  return `${decimal(value, 2)}/s`;
}

function instantsOf(bars: number, width: number): readonly number[] {
  return Array.from({ length: bars }, (_, bar) => bar * width);
}

/** As many numbers as there are instants. */
function filled(values: readonly number[], bars: number): readonly number[] {
  return Array.from({ length: bars }, (_, bar) => values[bar] ?? 0);
}

/** What devices send, and what of it the edge stores as new: the room between is what storms cost. */
export function loadPlot(id: string, { sent, stored }: RunSeries, axis: TimeAxis): TimePlot {
  const widthUs = barWidth(stored === null ? [sent] : [sent, stored], axis);
  const rate = (binned: Binned): readonly number[] =>
    widened(binned, widthUs).map((sum) => sum / (widthUs / 1_000_000));
  const offered = rate(sent);
  const good = stored === null ? null : rate(stored);
  const bars = Math.max(offered.length, good?.length ?? 0);
  const at = instantsOf(bars, widthUs);
  const traces = [
    traceOf('area', 'area-offered', 'requests sent', filled(offered, bars), perSecond),
    ...(good === null
      ? []
      : [traceOf('area', 'area-good', 'readings stored first', filled(good, bars), perSecond)]),
  ];
  const most = roundTopOf({ at, widthUs }, stacked(traces), axis);
  return {
    id,
    at,
    widthUs,
    traces,
    height: HEIGHT,
    title: 'Offered load and goodput',
    says: `Requests sent and readings stored for the first time, by stretches of ${time(widthUs / 1000)}. At most ${perSecond(Math.max(0, ...offered, ...(good ?? [])))}.`,
    scale: { kind: 'even', most, rules: evenRules(most, perSecond) },
  };
}

/** How attempts ended, one kind upon the other. */
export function endingsPlot(id: string, { endings }: RunSeries, axis: TimeAxis): TimePlot {
  const shown = ENDING_NAMES.flatMap((name) => {
    const binned = endings.get(name);
    return binned === undefined ? [] : [{ name, binned }];
  });
  const widthUs = barWidth(
    shown.map(({ binned }) => binned),
    axis,
  );
  const columns = shown.map(({ name, binned }) => ({ name, sums: widened(binned, widthUs) }));
  const bars = Math.max(0, ...columns.map(({ sums }) => sums.length));
  const at = instantsOf(bars, widthUs);
  const traces = columns.map(({ name, sums }): Trace => {
    const says = `${ENDINGS[name].letter} · ${ENDINGS[name].says}`;
    const all = sums.reduce((sum, value) => sum + value, 0);
    return {
      ...traceOf('stack', `ending ending-${name}`, says, filled(sums, bars), count),
      legend: endingWords(name, all),
    };
  });
  const most = roundTopOf({ at, widthUs }, stacked(traces), axis);
  const sums = shown.map(({ name, binned }) => `${count(sumOf(binned))} ${ENDINGS[name].says}`);
  return {
    id,
    at,
    widthUs,
    traces,
    height: HEIGHT,
    title: 'How attempts ended',
    says: `Attempts by their ending, by stretches of ${time(widthUs / 1000)}: ${sums.join(', ')}.`,
    scale: { kind: 'even', most, rules: evenRules(most, count) },
  };
}

function sumOf({ sums }: Binned): number {
  return sums.reduce((sum, value) => sum + value, 0);
}

/** What stands in the legend beside an ending that so many attempts had. */
export function endingWords(name: Ending, number: number): string {
  return `${ENDINGS[name].letter} · ${ENDINGS[name].says}, ${count(number)}`;
}

/** What waits in outboxes. */
export function outboxPlot(id: string, { outbox }: RunSeries, axis: TimeAxis): TimePlot {
  const totals = outbox.map(({ total }) => total);
  const fullest = outbox.map(({ most }) => most);
  const traces = [
    traceOf('line', 'line-total', 'all devices', totals, count),
    traceOf('line', 'line-most', 'the fullest', fullest, count),
  ];
  const at = outbox.map((level) => level.at);
  const most = roundTopOf({ at, widthUs: null }, stacked(traces), axis);
  return {
    id,
    at,
    widthUs: null,
    traces,
    height: HEIGHT,
    title: 'Readings that wait in outboxes',
    says: `In all outboxes together at most ${count(Math.max(0, ...totals))}, in one at most ${count(Math.max(0, ...fullest))}.`,
    scale: { kind: 'even', most, rules: evenRules(most, count) },
  };
}

/** A line at each power of ten of a millisecond, with its time where there is room for it. */
function decades(powers: number): PlotScale {
  const every = Math.ceil(powers / 4);
  const rules = Array.from({ length: powers + 1 }, (_, power): Rule => {
    // The foot needs no words, for nothing lies below it.
    const says = power > 0 && (powers - power) % every === 0 ? time(10 ** power) : '';
    return { share: power / powers, says };
  });
  return { kind: 'decades', most: 10 ** powers, rules };
}

interface Spread {
  readonly at: number;
  readonly number: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p90: number;
  readonly most: number;
}

/** By when readings were born: a bar from the median to the 90th percentile, and a line for the slowest. */
export function latencyPlot(id: string, { delivered }: RunSeries, axis: TimeAxis): TimePlot {
  const widthUs = barWidth([], axis, BARS_MAX / 2);
  const spreads = spreadsOf(delivered, widthUs);
  const numbers = spreads.map(({ number }) => number);
  const medians = spreads.map(({ p50 }) => p50);
  const nineties = spreads.map(({ p90 }) => p90);
  const slowest = spreads.map(({ most }) => most);
  const traces: readonly Trace[] = [
    traceOf('told', '', 'readings', numbers, count),
    {
      ...traceOf('between', 'spread', '90th percentile', nineties, time),
      legend: 'up to the 90th percentile',
      from: medians,
    },
    traceOf('ledge', 'median', 'median', medians, time),
    traceOf('ledge', 'slowest', 'slowest', slowest, time),
  ];
  // From 1 ms up, by powers of ten: retries make of milliseconds minutes.
  const powers = Math.max(1, Math.ceil(Math.log10(Math.max(1, ...slowest))));
  return {
    id,
    at: spreads.map(({ at }) => at),
    widthUs,
    height: HEIGHT,
    title: 'From birth to acknowledgement, by birth',
    says: `Of acknowledged readings, by stretches of ${time(widthUs / 1000)} in which they were born; the axis is by powers of ten, from 1 ms.`,
    traces,
    scale: decades(powers),
  };
}

function spreadsOf(delivered: readonly Delivered[], width: number): readonly Spread[] {
  const bins = new Map<number, number[]>();
  for (const { bornAt, tookUs } of delivered) {
    const bin = Math.floor(bornAt / width);
    const own = bins.get(bin);
    if (own === undefined) bins.set(bin, [tookUs]);
    else own.push(tookUs);
  }
  return [...bins]
    .toSorted(([a], [b]) => a - b)
    .map(([bin, took]) => {
      const sorted = took.toSorted((a, b) => a - b);
      const rank = (share: number): number =>
        (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) / 1000;
      return { at: bin * width, number: sorted.length, p50: rank(0.5), p90: rank(0.9), most: rank(1) };
    });
}

/** All of them that there is something to show in, on one axis. `id` begins theirs. */
export function overTimePlots(id: string, series: RunSeries, axis: TimeAxis): readonly TimePlot[] {
  return [
    loadPlot(`${id}-load`, series, axis),
    endingsPlot(`${id}-ends`, series, axis),
    ...(series.outbox.length === 0 ? [] : [outboxPlot(`${id}-outbox`, series, axis)]),
    ...(series.delivered.length === 0 ? [] : [latencyPlot(`${id}-latency`, series, axis)]),
  ];
}
