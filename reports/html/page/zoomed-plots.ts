import { instant } from '../../format.ts';
import type { Markup } from '../markup.ts';
import type { TimeAxis } from '../plots/frame.ts';

/** Nearer than this there is nothing to see: what is counted is counted by the second. */
const SPAN_MIN = 5_000_000;
/** Of a pointer that was pressed and not moved, in pixels. */
const STILL = 8;

const BUTTONS = [
  { says: 'Zoom in', how: 'in' },
  { says: 'Zoom out', how: 'out' },
  { says: 'Earlier', how: 'earlier' },
  { says: 'Later', how: 'later' },
  { says: 'All', how: 'all' },
] as const;

type How = (typeof BUTTONS)[number]['how'];

/**
 * Plots on one axis of time, of which a reader can see a stretch larger: what drew them at first draws them again, by a shorter
 * axis and with finer bars.
 */
export class ZoomedPlots {
  readonly #group: HTMLElement;
  readonly #whole: TimeAxis;
  readonly #plots: (axis: TimeAxis) => Markup;
  readonly #says = document.createElement('span');
  #axis: TimeAxis;

  /** @param plots of an axis the same figures as stand in `group`, in their order */
  constructor(group: HTMLElement, whole: TimeAxis, plots: (axis: TimeAxis) => Markup) {
    this.#group = group;
    this.#whole = whole;
    this.#plots = plots;
    this.#axis = whole;
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
    this.#says.setAttribute('aria-live', 'polite');
    bar.append(this.#says);
    this.#group.before(bar);
    this.#tell();
    this.#listen();
  }

  #listen(): void {
    let from: { readonly share: number; readonly x: number } | null = null;
    this.#group.addEventListener('pointerdown', (event) => {
      const share = this.#shareAt(event);
      if (event.button !== 0 || share === null) return;
      from = { share, x: event.clientX };
      // No text is selected meanwhile.
      event.preventDefault();
    });
    this.#group.addEventListener('pointermove', (event) => {
      const share = from === null ? null : this.#shareAt(event);
      if (from !== null && share !== null) this.#mark(from.share, share);
    });
    this.#group.addEventListener('pointerup', (event) => {
      const begun = from;
      from = null;
      const share = this.#shareAt(event);
      this.#unmark();
      if (begun === null || share === null || Math.abs(event.clientX - begun.x) < STILL) return;
      this.#show(this.#timeAt(Math.min(begun.share, share)), this.#timeAt(Math.max(begun.share, share)));
    });
    this.#group.addEventListener('pointerleave', () => {
      from = null;
      this.#unmark();
    });
    this.#group.addEventListener(
      'wheel',
      (event) => {
        const share = this.#shareAt(event);
        // The wheel alone scrolls the page, as everywhere.
        if (share === null || (!event.ctrlKey && !event.metaKey)) return;
        event.preventDefault();
        this.#zoom(event.deltaY < 0 ? 0.8 : 1.25, share);
      },
      { passive: false },
    );
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
    const at = this.#timeAt(about);
    this.#show(at - (at - startAt) * factor, at + (endAt - at) * factor);
  }

  /** No shorter than can be looked at, and no further than there is. */
  #show(from: number, to: number): void {
    const whole = this.#whole.endAt - this.#whole.startAt;
    const span = Math.min(whole, Math.max(SPAN_MIN, to - from));
    const middle = (from + to) / 2;
    const startAt = Math.min(
      this.#whole.endAt - span,
      Math.max(this.#whole.startAt, Math.round(middle - span / 2)),
    );
    this.#axis = { ...this.#whole, startAt, endAt: startAt + span };
    this.#draw();
  }

  #draw(): void {
    const drawn = document.createElement('template');
    // Made of what stands in the page, with each text escaped again.
    drawn.innerHTML = this.#plots(this.#axis).text;
    const charts = drawn.content.querySelectorAll('svg.chart');
    for (const [index, chart] of this.#charts().entries()) {
      const next = charts[index];
      if (next !== undefined) chart.replaceWith(next);
    }
    this.#tell();
  }

  #tell(): void {
    const { startAt, endAt } = this.#axis;
    const isWhole = endAt - startAt >= this.#whole.endAt - this.#whole.startAt;
    this.#says.textContent = isWhole
      ? 'Drag over a stretch to see it larger.'
      : `${instant(startAt)} to ${instant(endAt)}`;
  }

  #charts(): readonly SVGSVGElement[] {
    return [...this.#group.querySelectorAll<SVGSVGElement>('svg.chart')];
  }

  /** Of the width of the chart that it happens in, 0 to 1; null outside of all. */
  #shareAt(event: MouseEvent): number | null {
    const { target } = event;
    const chart = this.#charts().find((each) => target instanceof Node && each.contains(target));
    if (chart === undefined) return null;
    const box = chart.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  }

  #timeAt(share: number): number {
    const { startAt, endAt } = this.#axis;
    return Math.round(startAt + share * (endAt - startAt));
  }

  #mark(from: number, to: number): void {
    for (const chart of this.#charts()) {
      const mark = chart.querySelector('.dragged') ?? chart.appendChild(newMark());
      mark.setAttribute('x', `${(Math.min(from, to) * 100).toFixed(2)}%`);
      mark.setAttribute('width', `${(Math.abs(to - from) * 100).toFixed(2)}%`);
    }
  }

  #unmark(): void {
    for (const chart of this.#charts()) chart.querySelector('.dragged')?.remove();
  }
}

function newMark(): SVGElement {
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  mark.setAttribute('class', 'dragged');
  mark.setAttribute('height', '100%');
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}
