import type { UnevenTime } from '../../trace/uneven-time.ts';

/** The part of time that is shown, of all that there is. */
export class ViewPort {
  readonly time: UnevenTime;
  /** Places of the whole, 0 to 1. */
  #from = 0;
  #to = 1;

  constructor(time: UnevenTime) {
    this.time = time;
  }

  get isWhole(): boolean {
    return this.#from === 0 && this.#to === 1;
  }

  /** In pixels of a page that is `width` wide. */
  xOf(at: number, width: number): number {
    return ((this.time.placeOf(at) - this.#from) / (this.#to - this.#from)) * width;
  }

  timeAt(x: number, width: number): number {
    return this.time.timeAt(this.#from + (x / width) * (this.#to - this.#from));
  }

  /** What is between two pixels becomes the whole. */
  show(x1: number, x2: number, width: number): void {
    const span = this.#to - this.#from;
    const from = this.#from + (Math.min(x1, x2) / width) * span;
    const to = this.#from + (Math.max(x1, x2) / width) * span;
    this.#set(from, to);
  }

  /** Twice as near, or half, about a pixel. */
  zoom(factor: number, x: number, width: number): void {
    const span = this.#to - this.#from;
    const about = this.#from + (x / width) * span;
    const next = span / factor;
    this.#set(about - (x / width) * next, about + (1 - x / width) * next);
  }

  /** Moves so far that an instant is seen. */
  reveal(at: number): void {
    const place = this.time.placeOf(at);
    const span = this.#to - this.#from;
    if (place >= this.#from && place <= this.#to) return;
    this.#set(place - span / 2, place + span / 2);
  }

  all(): void {
    this.#from = 0;
    this.#to = 1;
  }

  /** No nearer than what a double can tell apart with some room. */
  #set(from: number, to: number): void {
    const span = Math.min(1, Math.max(1e-7, to - from));
    this.#from = Math.min(1 - span, Math.max(0, from));
    this.#to = this.#from + span;
  }
}
