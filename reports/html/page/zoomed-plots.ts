import type { TimeAxis } from '../plots/axis.ts';
import type { TimePlot } from '../plots/time-plot.ts';
import { moment } from '../plots/words.ts';
import { NearPlot } from './near-plot.ts';

/** Nearer than this there is nothing to see: what is counted is counted by the second. */
const SPAN_MIN = 5_000_000;
/** How far the line moves with a key, as a share of what is shown. */
const KEY_STEP = 0.01;

const BUTTONS = [
  { says: 'Zoom in', how: 'in' },
  { says: 'Zoom out', how: 'out' },
  { says: 'Earlier', how: 'earlier' },
  { says: 'Later', how: 'later' },
  { says: 'All', how: 'all' },
] as const;

type How = (typeof BUTTONS)[number]['how'];

const KEYS: Readonly<Record<string, How>> = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  PageUp: 'earlier',
  PageDown: 'later',
  '0': 'all',
};

export interface ZoomedGroup {
  /** Unique in the page. */
  readonly id: string;
  /** What holds the figures. */
  readonly group: HTMLElement;
  /** Its name for who does not see it. */
  readonly name: string;
  readonly whole: TimeAxis;
  /** What the figures show of an axis, in their order. */
  readonly plotsOf: (axis: TimeAxis) => readonly TimePlot[];
}

/** Plots on one axis of time, of which a reader can see a stretch larger, and read the numbers at an instant. */
export class ZoomedPlots {
  readonly #id: string;
  readonly #group: HTMLElement;
  readonly #name: string;
  readonly #whole: TimeAxis;
  readonly #plotsOf: (axis: TimeAxis) => readonly TimePlot[];
  readonly #says = document.createElement('span');
  readonly #read = document.createElement('p');
  readonly #night = matchMedia('(prefers-color-scheme: dark)');
  readonly #repaint = (): void => {
    for (const plot of this.#near) plot.repaint();
  };
  #near: readonly NearPlot[] = [];
  #axis: TimeAxis;
  #hasDragged = false;
  /** Where the line is that keys move, in microseconds. */
  #at: number;

  constructor({ id, group, name, whole, plotsOf }: ZoomedGroup) {
    this.#id = id;
    this.#group = group;
    this.#name = name;
    this.#whole = whole;
    this.#plotsOf = plotsOf;
    this.#axis = whole;
    this.#at = whole.startAt;
  }

  offer(): void {
    const bar = document.createElement('div');
    bar.className = 'zoom';
    for (const { says, how } of BUTTONS) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = says;
      button.addEventListener('click', () => this.#go(how));
      bar.append(button);
    }
    this.#says.className = 'dim';
    this.#read.className = 'hidden';
    for (const each of [this.#says, this.#read]) each.setAttribute('aria-live', 'polite');
    bar.append(this.#says);
    this.#group.before(bar, this.#read);
    this.#group.tabIndex = 0;
    this.#group.setAttribute('role', 'group');
    this.#group.setAttribute(
      'aria-label',
      `${this.#name}: arrow keys read it, plus and minus zoom, 0 shows all`,
    );
    this.#tell();
    this.#listen();
  }

  /** What it holds outside of the page. */
  remove(): void {
    this.#night.removeEventListener('change', this.#repaint);
    for (const plot of this.#near) plot.remove();
    this.#near = [];
  }

  #listen(): void {
    // A page may have many plots, of which few are looked at.
    for (const kind of ['pointerenter', 'focus'] as const)
      this.#group.addEventListener(kind, () => this.#comeNear());
    this.#group.addEventListener('keydown', (event) => {
      if (event.target !== this.#group || event.ctrlKey || event.metaKey || event.altKey) return;
      const how = KEYS[event.key];
      if (how !== undefined) this.#go(how);
      else if (event.key === 'ArrowLeft') this.#step(-KEY_STEP);
      else if (event.key === 'ArrowRight') this.#step(KEY_STEP);
      else return;
      event.preventDefault();
    });
    this.#group.addEventListener(
      'wheel',
      (event) => {
        // The wheel alone scrolls the page, as everywhere.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const { left, width } = this.#group.getBoundingClientRect();
        this.#zoom(event.deltaY < 0 ? 0.8 : 1.25, (event.clientX - left) / width);
      },
      { passive: false },
    );
  }

  #comeNear(): void {
    if (this.#near.length > 0) return;
    const figures = [...this.#group.querySelectorAll<HTMLElement>('figure.plot')];
    this.#near = figures.map(
      (figure, place) =>
        new NearPlot({
          figure,
          plotOf: (axis) => plotAt(this.#plotsOf(axis), place),
          axis: this.#axis,
          group: this.#id,
          dragged: (from, to) => this.#dragged(from, to),
          left: () => this.#go('all'),
        }),
    );
    this.#night.addEventListener('change', this.#repaint);
  }

  /** All plots of a group say so of one drag, each when its own is over: the first is heard, and after the last obeyed. */
  #dragged(from: number, to: number): void {
    if (this.#hasDragged) return;
    this.#hasDragged = true;
    queueMicrotask(() => {
      this.#hasDragged = false;
      this.#show(from, to);
    });
  }

  #go(how: How): void {
    const { startAt, endAt } = this.#axis;
    const half = (endAt - startAt) / 2;
    if (how === 'all') this.#show(this.#whole.startAt, this.#whole.endAt);
    else if (how === 'in') this.#zoom(0.5, 0.5);
    else if (how === 'out') this.#zoom(2, 0.5);
    else if (how === 'earlier') this.#show(startAt - half, endAt - half);
    else this.#show(startAt + half, endAt + half);
  }

  #zoom(factor: number, about: number): void {
    const { startAt, endAt } = this.#axis;
    const at = startAt + about * (endAt - startAt);
    this.#show(at - (at - startAt) * factor, at + (endAt - at) * factor);
  }

  /** No shorter than can be looked at, and no further than there is. */
  #show(from: number, to: number): void {
    this.#comeNear();
    const whole = this.#whole.endAt - this.#whole.startAt;
    const span = Math.min(whole, Math.max(SPAN_MIN, Math.round(to - from)));
    const middle = (from + to) / 2;
    const startAt = Math.min(
      this.#whole.endAt - span,
      Math.max(this.#whole.startAt, Math.round(middle - span / 2)),
    );
    this.#axis = { ...this.#whole, startAt, endAt: startAt + span };
    for (const plot of this.#near) plot.show(this.#axis);
    this.#group.classList.toggle('is-near', span < whole);
    this.#tell();
  }

  #tell(): void {
    const { startAt, endAt } = this.#axis;
    const isWhole = endAt - startAt >= this.#whole.endAt - this.#whole.startAt;
    this.#says.textContent = isWhole
      ? 'Drag over a stretch to see it larger.'
      : `${moment(startAt)} to ${moment(endAt)}`;
  }

  #step(share: number): void {
    const { startAt, endAt } = this.#axis;
    const at = Math.max(startAt, this.#at) + share * (endAt - startAt);
    this.#at = Math.round(Math.min(endAt, Math.max(startAt, at)));
    const read = this.#near.map((plot) => plot.tell(this.#at));
    this.#read.textContent = `${moment(this.#at)}. ${read.join(' ')}`;
  }
}

function plotAt(plots: readonly TimePlot[], place: number): TimePlot {
  const plot = plots[place];
  if (plot === undefined) throw new Error(`the page has a figure that no plot is for: ${place}`);
  return plot;
}
