import type { Paint } from './paint.ts';
import { paintFor } from './paint.ts';

export interface PageOptions {
  readonly colour: boolean;
  /** No line is wider. At least 20. */
  readonly columns: number;
}

/** What every renderer needs to know of the place it writes to. */
export interface Page {
  readonly columns: number;
  readonly paint: Paint;
}

export function pageOf({ colour, columns }: PageOptions): Page {
  return { columns: Math.max(20, Math.floor(columns)), paint: paintFor(colour) };
}
