import { ENDING_NAMES } from '../../trace/ending.ts';
import { paletteOf } from './palette.ts';
import type { Palette } from './palette.ts';

/** How a trace is painted on a canvas. */
export interface Look {
  readonly fill: string | CanvasPattern;
  readonly stroke: string;
  /** Of the stroke, in pixels. */
  readonly width: number;
  /** Pixels; empty: without a break. */
  readonly dash: number[];
}

const NONE: Look = { fill: 'transparent', stroke: 'transparent', width: 0, dash: [] };

/** What the style says of a figure and of the keys of its legend, for who paints on a canvas. */
export class Looks {
  readonly #figure: Element;
  /** What is drawn in the keys, boxes and lines, in the order of the legend. */
  readonly #keys: readonly Element[];
  #palette: Palette | null = null;
  #looks: readonly Look[] = [];

  constructor(figure: Element) {
    this.#figure = figure;
    this.#keys = [...figure.querySelectorAll('.legend .key > *')];
  }

  palette(): Palette {
    if (this.#palette !== null) return this.#palette;
    const palette = paletteOf(this.#figure);
    this.#looks = this.#keys.map((key) => lookOfKey(key, palette));
    this.#palette = palette;
    return palette;
  }

  /** Of what stands in the legend at this place. */
  look(place: number): Look {
    this.palette();
    return this.#looks[place] ?? NONE;
  }

  /** The key that stands there, once more. */
  key(place: number): Node | null {
    return this.#keys[place]?.parentElement?.cloneNode(true) ?? null;
  }

  /** The page has other colours now. */
  forget(): void {
    this.#palette = null;
  }
}

function lookOfKey(key: Element, { endings }: Palette): Look {
  const { fill, stroke, strokeWidth, strokeDasharray } = getComputedStyle(key);
  // A hatching of the style is a picture in the page; one for a canvas is made of the same strokes.
  const ending = ENDING_NAMES.find((name) => key.classList.contains(`ending-${name}`));
  const paint = ending === undefined ? undefined : endings.get(ending)?.fill;
  const dash = strokeDasharray === 'none' ? [] : strokeDasharray.split(',').map(Number.parseFloat);
  return { fill: paint ?? fill, stroke, width: Number.parseFloat(strokeWidth), dash };
}
