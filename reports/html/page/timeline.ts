import { count, instant, plural } from '../../format.ts';
import { attemptsOf } from '../../trace/attempts.ts';
import { ENDINGS } from '../../trace/ending.ts';
import { unpackEvents } from '../../trace/packed-events.ts';
import { UnevenTime } from '../../trace/uneven-time.ts';
import type { Stretch } from '../../trace/uneven-time.ts';
import type { RunData } from '../page-data.ts';
import { AXIS, boxOf, drawTimeline, GUTTER } from './draw-timeline.ts';
import type { Scene, SceneRow } from './draw-timeline.ts';
import { matches } from './filter.ts';
import type { Filter } from './filter.ts';
import { AttemptList } from './attempt-list.ts';
import { placeAttempts } from './lanes.ts';
import type { PlacedAttempt, PlacedRows } from './lanes.ts';
import { paletteOf } from './palette.ts';
import { StoryPanel } from './story-panel.ts';
import { ViewPort } from './view-port.ts';

const ROW_MAX = 22;
const ROW_MIN = 5;
const BOX_MAX = 560;
/** Of a pointer that misses by a hair. */
const NEAR = 4;

/** Devices × time, each attempt a bar. A canvas draws it; all that it shows can be reached by keys and as a table too. */
export class Timeline {
  readonly #place: HTMLElement;
  readonly #run: RunData;
  readonly #placed: PlacedRows;
  readonly #busy: readonly Stretch[];
  readonly #panel: StoryPanel;
  readonly #list: AttemptList;
  readonly #box: HTMLElement;
  readonly #canvas = document.createElement('canvas');
  readonly #spacer = document.createElement('div');
  readonly #says: HTMLElement;
  readonly #form: HTMLFormElement;
  #view: ViewPort;
  #shown: readonly PlacedAttempt[] = [];
  #rows: readonly SceneRow[] = [];
  #told: readonly PlacedAttempt[] = [];
  #focused: PlacedAttempt | null = null;
  #drag: { readonly from: number; to: number } | null = null;
  #isAsked = false;

  constructor(place: HTMLElement, run: RunData) {
    this.#place = place;
    this.#run = run;
    const events = unpackEvents(run.events);
    const { endAt, shades } = run.axis;
    this.#placed = placeAttempts(attemptsOf(events), run.devices, endAt);
    this.#busy = [
      ...this.#placed.attempts.map(({ attempt }) => ({
        from: attempt.sentAt,
        to: attempt.endedAt ?? endAt,
      })),
      ...shades.flatMap(({ from, to }) => [
        { from, to: from },
        { from: to, to },
      ]),
    ];
    this.#view = new ViewPort(new UnevenTime(endAt, this.#busy));
    this.#box = find(place, '.canvas-box', HTMLElement);
    this.#says = find(place, '.timeline-says', HTMLElement);
    this.#form = find(place, '.filters', HTMLFormElement);
    this.#panel = new StoryPanel(find(place, '.story-panel', HTMLElement), { ...run, events });
    this.#list = new AttemptList((placed) => this.#tell(placed));
  }

  show(): void {
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute('role', 'application');
    this.#canvas.setAttribute(
      'aria-label',
      'Timeline of attempts. Arrow keys go from attempt to attempt, Enter tells the story of its reading, plus and minus zoom, 0 shows all.',
    );
    this.#spacer.className = 'canvas-spacer';
    this.#box.append(this.#canvas, this.#spacer);
    this.#place.insertBefore(this.#list.element, find(this.#place, '.story-panel', HTMLElement));
    this.#listen();
    this.#filter();
  }

  #listen(): void {
    this.#form.addEventListener('input', () => this.#filter());
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#box.addEventListener('scroll', () => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.#box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#canvas.addEventListener('pointerdown', (event) => this.#press(event));
    this.#canvas.addEventListener('pointermove', (event) => this.#move(event));
    this.#canvas.addEventListener('pointerup', (event) => this.#release(event));
    this.#canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    for (const button of this.#place.querySelectorAll<HTMLButtonElement>('[data-zoom]'))
      button.addEventListener('click', () => this.#zoom(button.dataset['zoom'] ?? 'all'));
    const article = this.#place.closest('article') ?? document;
    for (const button of article.querySelectorAll<HTMLButtonElement>('.open-story'))
      button.addEventListener('click', () => {
        const { device = '', reading = '' } = button.dataset;
        this.#tellOf(device, Number(reading), button);
      });
  }

  #filter(): void {
    const filter = this.#filterGiven();
    this.#shown = this.#placed.attempts.filter((placed) => matches(placed, filter));
    const even = this.#form.elements.namedItem('even');
    const isEven = even instanceof HTMLInputElement && even.checked;
    this.#view = new ViewPort(new UnevenTime(this.#run.axis.endAt, isEven ? null : this.#busy));
    this.#layOut(filter);
    this.#list.show(this.#shown);
    this.#focused = null;
    this.#says.textContent = `${plural(this.#shown.length, 'attempt')} of ${count(this.#placed.attempts.length)} shown. Drag over a stretch to see it larger; a click tells the story of a reading.`;
    this.#draw();
  }

  #filterGiven(): Filter {
    const given = new FormData(this.#form);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    return { device: text('device'), fault: text('fault'), ending: text('ending') };
  }

  /** Devices that the filter leaves out take no room. */
  #layOut({ device }: Filter): void {
    const { devices } = this.#run;
    const visible = devices.filter((name) => name.includes(device)).length;
    const high = Math.max(ROW_MIN, Math.min(ROW_MAX, Math.floor(BOX_MAX / Math.max(1, visible))));
    let top = 0;
    this.#rows = devices.map((name, index) => {
      const height = name.includes(device) ? high : 0;
      const row = { name, top, height, laneHeight: height / (this.#placed.lanes[index] ?? 1) };
      top += height;
      return row;
    });
    const whole = AXIS + top;
    this.#spacer.style.height = `${Math.max(0, whole - Math.min(BOX_MAX, whole))}px`;
    this.#canvas.style.height = `${Math.min(BOX_MAX, whole)}px`;
    this.#box.style.maxHeight = `${BOX_MAX + 2}px`;
  }

  /** Once a frame, however often it is asked for. */
  #draw(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const pen = this.#canvas.getContext('2d');
    if (pen === null) return;
    const scene = this.#scene();
    const scale = devicePixelRatio;
    this.#canvas.width = Math.round(scene.width * scale);
    this.#canvas.height = Math.round(scene.height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    drawTimeline(pen, scene, paletteOf(this.#place));
  }

  #scene(): Scene {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const { shades, endAt } = this.#run.axis;
    return {
      width,
      height,
      scrollTop: this.#box.scrollTop,
      rows: this.#rows,
      attempts: this.#shown,
      view: this.#view,
      windows: shades,
      endAt,
      told: this.#told,
      focused: this.#focused,
      dragged: this.#drag === null ? null : [this.#drag.from, this.#drag.to],
    };
  }

  #room(): number {
    return Math.max(1, this.#canvas.clientWidth - GUTTER);
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || event.offsetX < GUTTER) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drag = { from: event.offsetX - GUTTER, to: event.offsetX - GUTTER };
  }

  #move(event: PointerEvent): void {
    if (this.#drag === null) {
      const under = this.#at(event.offsetX, event.offsetY);
      this.#canvas.style.cursor = under === null ? 'crosshair' : 'pointer';
      this.#canvas.title = under === null ? '' : wordsOf(under);
      return;
    }
    this.#drag.to = event.offsetX - GUTTER;
    this.#draw();
  }

  #release(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null) return;
    if (Math.abs(drag.to - drag.from) > 2 * NEAR) {
      this.#view.show(drag.from, drag.to, this.#room());
    } else {
      const under = this.#at(event.offsetX, event.offsetY);
      if (under !== null) this.#tell(under);
    }
    this.#draw();
  }

  /** The wheel alone scrolls the page, as everywhere. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#view.zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX - GUTTER, this.#room());
    this.#draw();
  }

  #zoom(how: string): void {
    if (how === 'all') this.#view.all();
    else {
      const focus = this.#focused;
      const about = focus === null ? this.#room() / 2 : this.#view.xOf(focus.attempt.sentAt, this.#room());
      this.#view.zoom(how === 'in' ? 2 : 0.5, about, this.#room());
    }
    this.#draw();
  }

  /** The nearest attempt under a pointer. */
  #at(x: number, y: number): PlacedAttempt | null {
    const scene = this.#scene();
    let best: PlacedAttempt | null = null;
    let nearest = NEAR;
    for (const placed of this.#shown) {
      const box = boxOf(placed, scene);
      if (box === null) continue;
      const beside = Math.max(box.x - x, x - (box.x + box.w), 0);
      const above = Math.max(box.y - y, y - (box.y + box.h), 0);
      const away = Math.hypot(beside, above);
      if (away < nearest) {
        nearest = away;
        best = placed;
      }
    }
    return best;
  }

  #key(event: KeyboardEvent): void {
    const done = this.#doKey(event.key);
    if (done) event.preventDefault();
  }

  #doKey(key: string): boolean {
    switch (key) {
      case 'ArrowRight':
        return this.#step((placed, from) => placed.row === from.row, 1);
      case 'ArrowLeft':
        return this.#step((placed, from) => placed.row === from.row, -1);
      case 'ArrowDown':
        return this.#stepRow(1);
      case 'ArrowUp':
        return this.#stepRow(-1);
      case 'Enter':
      case ' ':
        if (this.#focused !== null) this.#tell(this.#focused);
        return true;
      case '+':
      case '-':
      case '0':
        this.#zoom(key === '+' ? 'in' : key === '-' ? 'out' : 'all');
        return true;
      default:
        return false;
    }
  }

  #step(isIn: (placed: PlacedAttempt, from: PlacedAttempt) => boolean, by: 1 | -1): boolean {
    const from = this.#focused;
    if (from === null) return this.#focus(this.#shown[0]);
    const row = this.#shown.filter((placed) => isIn(placed, from));
    return this.#focus(row[row.indexOf(from) + by]);
  }

  /** The attempt of the next device that shows, nearest in time. */
  #stepRow(by: 1 | -1): boolean {
    const from = this.#focused;
    if (from === null) return this.#focus(this.#shown[0]);
    const beyond = this.#shown.filter(({ row }) => (row - from.row) * by > 0);
    const next = Math.min(...beyond.map(({ row }) => (row - from.row) * by));
    const away = ({ attempt }: PlacedAttempt): number => Math.abs(attempt.sentAt - from.attempt.sentAt);
    const row = beyond.filter((placed) => (placed.row - from.row) * by === next);
    return this.#focus(row.toSorted((a, b) => away(a) - away(b))[0]);
  }

  #focus(placed: PlacedAttempt | undefined): boolean {
    if (placed === undefined) return true;
    this.#focused = placed;
    this.#view.reveal(placed.attempt.sentAt);
    this.#says.textContent = wordsOf(placed);
    const row = this.#rows[placed.row];
    if (row !== undefined) {
      const { scrollTop, clientHeight } = this.#box;
      if (row.top < scrollTop) this.#box.scrollTop = row.top;
      else if (row.top + row.height + AXIS > scrollTop + clientHeight)
        this.#box.scrollTop = row.top + row.height + AXIS - clientHeight;
    }
    this.#draw();
    return true;
  }

  #tell(placed: PlacedAttempt): void {
    const { device, reading } = placed.attempt;
    this.#focused = placed;
    if (reading === null) {
      this.#says.textContent = `${wordsOf(placed)}: the request does not tell which reading it is for.`;
      return;
    }
    this.#tellOf(device, reading, this.#canvas);
  }

  #tellOf(device: string, reading: number, back: HTMLElement): void {
    this.#told = this.#placed.attempts.filter(
      ({ attempt }) => attempt.device === device && attempt.reading === reading,
    );
    this.#draw();
    this.#panel.tell({ device, reading }, () => {
      this.#told = [];
      back.focus();
      this.#draw();
    });
  }
}

export function wordsOf({ attempt }: PlacedAttempt): string {
  const { device, reading, attempt: number, sentAt, endedAt, ending, faults } = attempt;
  const until = endedAt === null ? '' : `–${instant(endedAt)}`;
  const which = reading === null ? 'no reading' : `reading ${reading}`;
  const by = faults.length === 0 ? '' : `, ${faults.join(', ')}`;
  return `${device}, ${which}, attempt ${number}, ${instant(sentAt)}${until}: ${ENDINGS[ending].says}${by}`;
}

function find<Kind extends HTMLElement>(place: ParentNode, selector: string, kind: new () => Kind): Kind {
  const found = place.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}
