import { count, decimal, time } from '../../format.ts';
import { widened } from '../../trace/bins.ts';
import type { Binned } from '../../trace/bins.ts';
import { ENDING_NAMES, ENDINGS } from '../../trace/ending.ts';
import type { Ending } from '../../trace/ending.ts';
import type { Delivered, OutboxLevel, RunSeries } from '../../trace/run-series.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { evenRules, HEIGHT, numbersTable, plotOverTime, round, xOf, yOf } from './frame.ts';
import type { Rule, TimeAxis } from './frame.ts';
import { roundTop } from './round-top.ts';

/** More bars are thinner than a pixel on a small screen. */
const BARS_MAX = 200;

/** The width of a bar, in microseconds: a width of the series, doubled as often as it takes. */
function barWidth(series: readonly Binned[], { startAt, endAt }: TimeAxis): number {
  let width = Math.max(...series.map(({ widthUs }) => widthUs));
  while ((endAt - startAt) / width > BARS_MAX) width *= 2;
  return width;
}

function perSecond(value: number): string {
  return `${decimal(value, 2)}/s`;
}

function at<Value>(list: readonly Value[], index: number, none: Value): Value {
  return list[index] ?? none;
}

/** A line of steps through bars, closed along the bottom where it is filled. */
function steps(values: readonly number[], width: number, most: number, axis: TimeAxis): string {
  const points = values.map(
    (value, index) => `H${xOf(index * width, axis)}V${yOf(value, most)}H${xOf((index + 1) * width, axis)}`,
  );
  return `M${xOf(0, axis)} ${HEIGHT}${points.join('')}`;
}

function key(name: string, says: string): Markup {
  return markup`<li><svg class="key" width="16" height="12" aria-hidden="true"><rect class="${name}" width="16" height="12"/></svg>${says}</li>`;
}

function lineKey(name: string, says: string): Markup {
  return markup`<li><svg class="key" width="16" height="12" aria-hidden="true"><line class="${name}" x1="0" x2="16" y1="6" y2="6"/></svg>${says}</li>`;
}

/** What devices send, and what of it the edge stores as new: the room between is what storms cost. */
export function loadPlot(id: string, { sent, stored }: RunSeries, axis: TimeAxis): Markup {
  const width = barWidth(stored === null ? [sent] : [sent, stored], axis);
  const rate = (binned: Binned): readonly number[] =>
    widened(binned, width).map((sum) => sum / (width / 1_000_000));
  const offered = rate(sent);
  const good = stored === null ? null : rate(stored);
  const peak = Math.max(0, ...offered, ...(good ?? []));
  const most = roundTop(peak);
  const rows = offered.map((value, index) => ({
    at: index * width,
    cells: [perSecond(value), ...(good === null ? [] : [perSecond(at(good, index, 0))])],
  }));
  return plotOverTime(
    {
      id,
      title: 'Offered load and goodput',
      says: `Requests sent and readings stored for the first time, by stretches of ${time(width / 1000)}. At most ${perSecond(peak)}.`,
      rules: evenRules(most, perSecond),
      legend: markup`<ul class="legend">${key('area-offered', 'requests sent')}${good === null ? [] : [key('area-good', 'readings stored first')]}</ul>`,
      shapes: markup`<path class="area-offered" d="${steps(offered, width, most, axis)}V${HEIGHT}Z"/>${good === null ? [] : [markup`<path class="area-good" d="${steps(good, width, most, axis)}V${HEIGHT}Z"/>`]}`,
      table: numbersTable(['sent', ...(good === null ? [] : ['stored first'])], rows),
    },
    axis,
  );
}

/** How attempts ended, one kind upon the other. */
export function endingsPlot(id: string, { endings }: RunSeries, axis: TimeAxis): Markup {
  const shown = ENDING_NAMES.flatMap((name) => {
    const binned = endings.get(name);
    return binned === undefined ? [] : [{ name, binned }];
  });
  const width = barWidth([{ widthUs: 1_000_000, sums: [] }, ...shown.map(({ binned }) => binned)], axis);
  const columns = shown.map(({ name, binned }) => ({ name, sums: widened(binned, width) }));
  const bars = Math.max(0, ...columns.map(({ sums }) => sums.length));
  const totals = Array.from({ length: bars }, (_, bar) =>
    columns.reduce((sum, { sums }) => sum + at(sums, bar, 0), 0),
  );
  const most = roundTop(Math.max(0, ...totals));
  const floor = new Array<number>(bars).fill(0);
  const shapes = columns.map(({ name, sums }) => {
    const boxes = sums.map((sum, bar) => {
      if (sum === 0) return '';
      const below = at(floor, bar, 0);
      floor[bar] = below + sum;
      const x = xOf(bar * width, axis);
      const to = xOf((bar + 1) * width, axis);
      return `M${x} ${yOf(below, most)}V${yOf(below + sum, most)}H${to}V${yOf(below, most)}Z`;
    });
    return markup`<path class="ending ending-${name}" d="${boxes.join('')}"/>`;
  });
  return plotOverTime(
    {
      id,
      title: 'How attempts ended',
      says: `Attempts by their ending, by stretches of ${time(width / 1000)}: ${shown.map(({ name, binned }) => `${count(sumOf(binned))} ${ENDINGS[name].says}`).join(', ')}.`,
      rules: evenRules(most, count),
      legend: endingLegend(shown.map(({ name, binned }) => ({ name, number: sumOf(binned) }))),
      shapes: markup`${shapes}`,
      table: numbersTable(
        columns.map(({ name }) => ENDINGS[name].says),
        totals.map((_, bar) => ({
          at: bar * width,
          cells: columns.map(({ sums }) => count(at(sums, bar, 0))),
        })),
      ),
    },
    axis,
  );
}

function sumOf({ sums }: Binned): number {
  return sums.reduce((sum, value) => sum + value, 0);
}

export function endingLegend(shown: readonly { readonly name: Ending; readonly number: number }[]): Markup {
  return markup`<ul class="legend">${shown.map(({ name, number }) => key(`ending ending-${name}`, `${ENDINGS[name].letter} · ${ENDINGS[name].says}, ${count(number)}`))}</ul>`;
}

/** What waits in outboxes; nothing where no device says so. */
export function outboxPlot(id: string, { outbox }: RunSeries, axis: TimeAxis): Markup {
  const most = roundTop(Math.max(0, ...outbox.map(({ total }) => total)));
  const line = (valueOf: (level: OutboxLevel) => number): string =>
    outbox
      .map((level, index) => `${index === 0 ? 'M' : 'L'}${xOf(level.at, axis)} ${yOf(valueOf(level), most)}`)
      .join('');
  return plotOverTime(
    {
      id,
      title: 'Readings that wait in outboxes',
      says: `In all outboxes together at most ${count(Math.max(0, ...outbox.map(({ total }) => total)))}, in one at most ${count(Math.max(0, ...outbox.map((level) => level.most)))}.`,
      rules: evenRules(most, count),
      legend: markup`<ul class="legend">${lineKey('line-total', 'all devices')}${lineKey('line-most', 'the fullest')}</ul>`,
      shapes: markup`<path class="line-total" d="${line(({ total }) => total)}"/><path class="line-most" d="${line((level) => level.most)}"/>`,
      table: numbersTable(
        ['all devices', 'the fullest'],
        outbox.map((level) => ({ at: level.at, cells: [count(level.total), count(level.most)] })),
      ),
    },
    axis,
  );
}

/** A line at each power of ten of a millisecond. */
function decades(top: number): readonly Rule[] {
  return Array.from({ length: top + 1 }, (_, power) => ({
    share: power / top,
    // The foot needs no words, for nothing lies below it.
    says: power === 0 ? '' : time(10 ** power),
  }));
}

interface Spread {
  readonly at: number;
  readonly number: number;
  readonly p50: number;
  readonly p90: number;
  readonly most: number;
}

/** By when readings were born: a bar from the median to the 90th percentile, and a dot for the slowest. */
export function latencyPlot(id: string, { delivered }: RunSeries, axis: TimeAxis): Markup {
  let width = 1_000_000;
  while ((axis.endAt - axis.startAt) / width > BARS_MAX / 2) width *= 2;
  const spreads = spreadsOf(delivered, width);
  // From 1 ms up, by powers of ten: retries make of milliseconds minutes.
  const top = Math.max(1, Math.ceil(Math.log10(Math.max(1, ...spreads.map((spread) => spread.most / 1000)))));
  const y = (us: number): number => yOf(Math.max(0, Math.log10(Math.max(1, us / 1000))), top);
  const shapes = spreads.map((spread) => {
    const x = xOf(spread.at, axis);
    const wide = round(Math.max(1, xOf(spread.at + width, axis) - x - 0.5));
    return markup`<rect class="spread" x="${x}" y="${y(spread.p90)}" width="${wide}" height="${round(Math.max(1, y(spread.p50) - y(spread.p90)))}"/><rect class="median" x="${x}" y="${y(spread.p50)}" width="${wide}" height="2"/><rect class="slowest" x="${x}" y="${y(spread.most)}" width="${wide}" height="2"/>`;
  });
  return plotOverTime(
    {
      id,
      title: 'From birth to acknowledgement, by birth',
      says: `Of acknowledged readings, by stretches of ${time(width / 1000)} in which they were born; the axis is by powers of ten, from 1 ms.`,
      rules: decades(top),
      legend: markup`<ul class="legend">${key('median', 'median')}${key('spread', 'up to the 90th percentile')}${key('slowest', 'slowest')}</ul>`,
      shapes: markup`${shapes}`,
      table: numbersTable(
        ['readings', 'median', '90 %', 'slowest'],
        spreads.map((spread) => ({
          at: spread.at,
          cells: [
            count(spread.number),
            time(spread.p50 / 1000),
            time(spread.p90 / 1000),
            time(spread.most / 1000),
          ],
        })),
      ),
    },
    axis,
  );
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
      const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
      return { at: bin * width, number: sorted.length, p50: rank(0.5), p90: rank(0.9), most: rank(1) };
    });
}

/** All of them, on one axis. `id` begins theirs. */
export function overTimePlots(id: string, series: RunSeries, axis: TimeAxis): Markup {
  return markup`${loadPlot(`${id}-load`, series, axis)}${endingsPlot(`${id}-ends`, series, axis)}${series.outbox.length === 0 ? markup`<p class="note">The devices do not say what waits in their outboxes.</p>` : outboxPlot(`${id}-outbox`, series, axis)}${series.delivered.length === 0 ? markup`<p class="note">No reading was acknowledged.</p>` : latencyPlot(`${id}-latency`, series, axis)}`;
}
