import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { BOTTOM, TOP } from '../plots/axis.ts';
import type { TimeAxis } from '../plots/axis.ts';
import type { TimePlot } from '../plots/time-plot.ts';
import { moment } from '../plots/words.ts';
import { Looks } from './looks.ts';
import { dataOf, indexAt, seriesOf } from './near-series.ts';
import { paintOver, paintUnder } from './paint-axis.ts';
import { letFingersDrag } from './touch-drag.ts';

/** A pointer that was pressed and moved less than this has not dragged, in pixels. */
const STILL = 8;

/** Of the numbers from the pointer, in pixels. */
const APART = 12;

export interface Near {
  /** As it stands in the page. */
  readonly figure: HTMLElement;
  readonly plotOf: (axis: TimeAxis) => TimePlot;
  readonly axis: TimeAxis;
  /** Of the plots that have one pointer. */
  readonly group: string;
  /** Somebody dragged from one instant to another, in microseconds. */
  readonly dragged: (from: number, to: number) => void;
  /** Somebody wants to see all again. */
  readonly left: () => void;
}

/** A plot over virtual time as uPlot draws it, over the drawing that the page came with. */
export class NearPlot {
  readonly #plotOf: (axis: TimeAxis) => TimePlot;
  readonly #place: HTMLElement;
  readonly #looks: Looks;
  readonly #chart: uPlot;
  readonly #watch: ResizeObserver;
  #axis: TimeAxis;
  #plot: TimePlot;

  constructor(near: Near) {
    this.#plotOf = near.plotOf;
    this.#axis = near.axis;
    this.#plot = near.plotOf(near.axis);
    this.#place = placeOver(near.figure);
    this.#looks = new Looks(near.figure);
    this.#chart = new uPlot(this.#options(near), dataOf(this.#plot), this.#place);
    letFingersDrag(this.#chart.over);
    this.#watch = new ResizeObserver(() => {
      this.#chart.setSize({ width: Math.max(1, this.#place.clientWidth), height: this.#chart.height });
    });
    this.#watch.observe(this.#place);
  }

  show(axis: TimeAxis): void {
    this.#axis = axis;
    this.#plot = this.#plotOf(axis);
    this.#chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#chart.batch(() => {
      this.#chart.setData(dataOf(this.#plot), false);
      this.#chart.setScale('x', { min: axis.startAt, max: axis.endAt });
    });
  }

  /** In the colours that the page has now. */
  repaint(): void {
    this.#looks.forget();
    this.#chart.redraw(false);
  }

  /** Puts the line at an instant, and says what is read there. */
  tell(at: number): string {
    this.#chart.setCursor({ left: this.#chart.valToPos(at, 'x'), top: 0 });
    const index = indexAt(this.#plot, at);
    if (index === null) return `${this.#plot.title}: nothing.`;
    const values = this.#plot.traces.map(
      ({ says, values: all, tells }) => `${says} ${tells(all[index] ?? 0)}`,
    );
    return `${this.#plot.title}: ${values.join(', ')}.`;
  }

  remove(): void {
    this.#watch.disconnect();
    this.#chart.destroy();
  }

  #options({ axis, group, dragged, left }: Near): uPlot.Options {
    const { widthUs, height, scale } = this.#plot;
    const time: uPlot.Series = {
      label: widthUs === null ? 'at' : 'from',
      value: (_chart, _at, _series, index) => this.#told(index),
    };
    return {
      width: Math.max(1, this.#place.clientWidth),
      height: TOP + height + BOTTOM,
      padding: [TOP, 0, BOTTOM, 0],
      series: [time, ...seriesOf(this.#plot, () => this.#plot, this.#looks)],
      scales: {
        x: { time: false, auto: false, min: axis.startAt, max: axis.endAt },
        y: { distr: scale.kind === 'even' ? 1 : 3, range: () => this.#range() },
      },
      axes: [{ show: false }, { show: false }],
      legend: { markers: { show: false } },
      cursor: {
        y: false,
        points: { show: false },
        dataIdx: (_chart, _series, _closest, at) => indexAt(this.#plot, at),
        drag: { x: true, y: false, setScale: false, dist: STILL },
        sync: { key: group, setSeries: false, scales: ['x', null] },
        bind: {
          dblclick: () => () => {
            left();
            return null;
          },
        },
      },
      hooks: {
        init: [putLegend],
        drawClear: [(chart) => paintUnder(chart, this.#plot, this.#axis, this.#looks.palette())],
        draw: [(chart) => paintOver(chart, this.#plot, this.#axis, this.#looks.palette(), uPlot.pxRatio)],
        setCursor: [moveLegend],
        setSelect: [
          (chart) => {
            const { left: from, width } = chart.select;
            dragged(chart.posToVal(from, 'x'), chart.posToVal(from + width, 'x'));
          },
        ],
      },
    };
  }

  #told(index: number | null): string {
    return index === null ? '' : moment(this.#plot.at[index] ?? 0);
  }

  #range(): [number, number] {
    const { kind, most } = this.#plot.scale;
    return kind === 'even' ? [0, most || 1] : [1, most];
  }
}

/** Where uPlot draws: upon the drawing, and of its size. What it draws is told in the page already. */
function placeOver(figure: HTMLElement): HTMLElement {
  const place = document.createElement('div');
  place.className = 'near';
  place.setAttribute('aria-hidden', 'true');
  const drawing = document.createElement('div');
  drawing.className = 'drawing';
  const chart = figure.querySelector('svg.chart');
  chart?.replaceWith(drawing);
  if (chart !== null) drawing.append(chart, place);
  return place;
}

/** What is read where the pointer is stands beside the pointer. */
function putLegend({ root, over }: uPlot): void {
  const legend = legendOf(root);
  if (legend !== null) over.append(legend);
}

function moveLegend({ root, cursor, over }: uPlot): void {
  const legend = legendOf(root);
  if (legend === null) return;
  const { left = -1 } = cursor;
  const isAway = left < 0;
  legend.hidden = isAway;
  if (isAway) return;
  legend.style.left = `${placeBeside(left, legend.offsetWidth, over.clientWidth)}px`;
}

/** Where something begins that is so wide: beside the pointer where it has room, and else as far from it as it goes. */
function placeBeside(pointer: number, width: number, room: number): number {
  const after = pointer + APART;
  if (after + width <= room) return after;
  const before = pointer - APART - width;
  if (before >= 0) return before;
  return pointer < room / 2 ? Math.max(0, room - width) : 0;
}

function legendOf(root: HTMLElement): HTMLElement | null {
  return root.querySelector<HTMLElement>('.u-legend');
}
