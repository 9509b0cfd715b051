import type { Ending } from '../../trace/ending.ts';
import { ENDINGS } from '../../trace/ending.ts';
import type { Stretch } from '../../trace/uneven-time.ts';
import { moment, roundInstants } from '../plots/words.ts';
import type { PlacedAttempt } from './lanes.ts';
import type { Palette } from './palette.ts';
import type { ViewPort } from './view-port.ts';

export const GUTTER = 96;
export const AXIS = 24;

/** What is drawn, in CSS pixels. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly rows: readonly SceneRow[];
  readonly attempts: readonly PlacedAttempt[];
  readonly view: ViewPort;
  readonly windows: readonly Stretch[];
  readonly endAt: number;
  /** All attempts of the reading that is told of. */
  readonly told: readonly PlacedAttempt[];
  readonly focused: PlacedAttempt | null;
  /** What is being dragged over, in pixels from the gutter. */
  readonly dragged: readonly [number, number] | null;
}

export interface SceneRow {
  readonly name: string;
  readonly top: number;
  readonly height: number;
  readonly laneHeight: number;
}

/** Narrower would not be seen. */
const BAR_MIN = 2;
const LETTER_ROOM = 11;

/** Where an attempt is drawn; null where its row or its time is not shown. */
export function boxOf(
  { attempt, row, lane }: PlacedAttempt,
  { rows, view, width, endAt, scrollTop }: Scene,
): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } | null {
  const of = rows[row];
  if (of === undefined || of.height === 0) return null;
  const room = width - GUTTER;
  const x = view.xOf(attempt.sentAt, room);
  const to = view.xOf(attempt.endedAt ?? endAt, room);
  if (to < -BAR_MIN || x > room) return null;
  const left = Math.max(0, x);
  const h = Math.max(1, of.laneHeight - 1);
  return {
    x: GUTTER + left,
    y: AXIS + of.top + lane * of.laneHeight - scrollTop,
    w: Math.max(BAR_MIN, Math.min(room, to) - left),
    h,
  };
}

export function drawTimeline(pen: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { width, height } = scene;
  pen.clearRect(0, 0, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(GUTTER, AXIS, width - GUTTER, height - AXIS);
  pen.clip();
  drawShades(pen, scene, palette);
  drawRules(pen, scene, palette);
  drawAttempts(pen, scene, palette);
  drawTold(pen, scene, palette);
  pen.restore();
  drawNames(pen, scene, palette);
  drawAxis(pen, scene, palette);
}

function drawShades(pen: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { windows, view, width, height } = scene;
  const room = width - GUTTER;
  pen.fillStyle = palette.shade;
  for (const { from, to } of windows) {
    const x = view.xOf(from, room);
    pen.fillRect(GUTTER + x, AXIS, Math.max(1, view.xOf(to, room) - x), height);
  }
}

/** Rules between devices, and broken lines where quiet time was shortened. */
function drawRules(
  pen: CanvasRenderingContext2D,
  { rows, scrollTop, view, width, height }: Scene,
  palette: Palette,
): void {
  pen.strokeStyle = palette.rule;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const { top, height: high } of rows) {
    if (high < 8) continue;
    const y = Math.round(AXIS + top + high - scrollTop) - 0.5;
    pen.moveTo(GUTTER, y);
    pen.lineTo(width, y);
  }
  pen.stroke();
  pen.setLineDash([2, 3]);
  pen.strokeStyle = palette.dim;
  pen.beginPath();
  const room = width - GUTTER;
  for (const { from, to } of view.time.shortened) {
    const x = GUTTER + (view.xOf(from, room) + view.xOf(to, room)) / 2;
    pen.moveTo(x, AXIS);
    pen.lineTo(x, height);
  }
  pen.stroke();
  pen.setLineDash([]);
}

/** What went well first: what failed lies on top of it. */
function drawAttempts(pen: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const byEnding = new Map<Ending, PlacedAttempt[]>();
  for (const placed of scene.attempts) {
    const own = byEnding.get(placed.attempt.ending);
    if (own === undefined) byEnding.set(placed.attempt.ending, [placed]);
    else own.push(placed);
  }
  for (const [ending, { colour, fill }] of palette.endings) {
    for (const placed of byEnding.get(ending) ?? []) {
      const box = boxOf(placed, scene);
      if (box === null || box.y > scene.height || box.y + box.h < AXIS) continue;
      pen.fillStyle = box.w > 3 ? fill : colour;
      pen.fillRect(box.x, box.y, box.w, box.h);
      if (box.w > LETTER_ROOM && box.h >= 8) drawLetter(pen, ending, box, palette);
    }
  }
}

function drawLetter(
  pen: CanvasRenderingContext2D,
  ending: Ending,
  { x, y, h }: { readonly x: number; readonly y: number; readonly h: number },
  palette: Palette,
): void {
  pen.fillStyle = palette.ground;
  pen.fillRect(x + 1, y + h / 2 - 5, 9, 10);
  pen.fillStyle = palette.text;
  pen.font = '600 9px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(ENDINGS[ending].letter, x + 5.5, y + h / 2 + 0.5);
}

/** The attempts of one reading, one tied to the next. */
function drawTold(pen: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const boxes = scene.told.map((placed) => boxOf(placed, scene));
  pen.strokeStyle = palette.text;
  pen.lineWidth = 1.5;
  pen.beginPath();
  let before: { readonly x: number; readonly y: number } | null = null;
  for (const box of boxes) {
    if (box === null) continue;
    pen.rect(box.x - 1, box.y - 1, box.w + 2, box.h + 2);
    if (before !== null) {
      pen.moveTo(before.x, before.y);
      pen.lineTo(box.x, box.y + box.h / 2);
    }
    before = { x: box.x + box.w, y: box.y + box.h / 2 };
  }
  pen.stroke();
  const focus = scene.focused === null ? null : boxOf(scene.focused, scene);
  if (focus !== null) {
    pen.strokeStyle = palette.focus;
    pen.lineWidth = 2;
    pen.strokeRect(focus.x - 3, focus.y - 3, focus.w + 6, focus.h + 6);
  }
  if (scene.dragged !== null) {
    const [from, to] = scene.dragged;
    pen.fillStyle = palette.shade;
    pen.strokeStyle = palette.focus;
    pen.fillRect(GUTTER + Math.min(from, to), AXIS, Math.abs(to - from), scene.height);
    pen.strokeRect(GUTTER + Math.min(from, to), AXIS, Math.abs(to - from), scene.height);
  }
}

function drawNames(
  pen: CanvasRenderingContext2D,
  { rows, height, scrollTop }: Scene,
  palette: Palette,
): void {
  pen.fillStyle = palette.ground;
  pen.fillRect(0, 0, GUTTER, height);
  pen.fillStyle = palette.text;
  pen.font = '11px system-ui, sans-serif';
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  let free = AXIS;
  for (const { name, top, height: high } of rows) {
    const y = AXIS + top + high / 2 - scrollTop;
    // Names of thin rows would lie upon each other.
    if (high === 0 || y < free || y > height) continue;
    pen.fillText(name.length > 14 ? `…${name.slice(-13)}` : name, GUTTER - 8, y);
    free = y + 12;
  }
}

/** Nearer to one another words are not read, in pixels. */
const TICK_ROOM = 64;

/** How much finer than the whole asks for instants are told where time runs slower. */
const FINER = [1, 4, 16, 64] as const;

function drawAxis(pen: CanvasRenderingContext2D, { width, view }: Scene, palette: Palette): void {
  pen.fillStyle = palette.ground;
  pen.fillRect(0, 0, width, AXIS);
  pen.fillStyle = palette.dim;
  pen.font = '11px system-ui, sans-serif';
  pen.textBaseline = 'middle';
  const room = width - GUTTER;
  for (const { at, x } of ticksOf(view, room)) {
    pen.textAlign = x < TICK_ROOM / 2 ? 'left' : x > room - TICK_ROOM / 2 ? 'right' : 'center';
    pen.fillText(moment(at), GUTTER + x, AXIS / 2);
  }
}

interface Tick {
  readonly at: number;
  readonly x: number;
}

/** Round instants, and rounder ones first: where time runs faster not all have room, where it runs slower there is more. */
function ticksOf(view: ViewPort, room: number): readonly Tick[] {
  const placed: Tick[] = [];
  const [first, last] = [view.timeAt(0, room), view.timeAt(room, room)];
  for (const finer of FINER) {
    const apart = finer === 1 ? TICK_ROOM : 2 * TICK_ROOM;
    for (const at of roundInstants(first, last, (room / TICK_ROOM) * finer)) {
      const x = view.xOf(at, room);
      if (placed.every((tick) => Math.abs(tick.x - x) >= apart)) placed.push({ at, x });
    }
  }
  return placed;
}
