import { ENDING_NAMES } from '../../trace/ending.ts';
import type { Ending } from '../../trace/ending.ts';
import { HATCHES } from '../hatches.ts';

/** How a canvas is painted, in the colours of the page as it is shown now. */
export interface Palette {
  readonly text: string;
  readonly dim: string;
  readonly rule: string;
  readonly shade: string;
  readonly ground: string;
  readonly focus: string;
  /** The family that the page is written in. */
  readonly font: string;
  readonly endings: ReadonlyMap<Ending, Paint>;
}

export interface Paint {
  readonly colour: string;
  /** The colour with a hatching, so that kinds differ without it. */
  readonly fill: string | CanvasPattern;
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const ground = colour('ground');
  return {
    text: colour('text'),
    dim: colour('dim'),
    rule: colour('rule'),
    shade: colour('shade'),
    ground,
    focus: colour('focus'),
    font: style.fontFamily,
    endings: new Map(
      ENDING_NAMES.map((name) => {
        const own = colour(`ending-${name}`);
        return [name, { colour: own, fill: hatched(HATCHES[name], own, ground) }];
      }),
    ),
  };
}

const SIDE = 6;

function hatched(strokes: string, colour: string, ground: string): string | CanvasPattern {
  if (strokes === '') return colour;
  const tile = document.createElement('canvas');
  tile.width = SIDE;
  tile.height = SIDE;
  const pen = tile.getContext('2d');
  if (pen === null) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.strokeStyle = ground;
  pen.lineWidth = 1.3;
  pen.stroke(new Path2D(strokes));
  return pen.createPattern(tile, 'repeat') ?? colour;
}
