import * as z from 'zod';
import { accept, refuse } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity } from './quantity.ts';
import { didYouMean } from './suggest.ts';

/** Who has something in common: nobody (null), the whole fleet, or so many neighbours in it at a time. */
export type Cells = null | 'fleet' | number;

const WORDS = ['none', 'fleet'];
const ALLOWED = 'none, fleet, or how many neighbours at a time, from 2';

/** `none`, `fleet` or `5`. */
export function cells(doc: string): Quantity<Cells> {
  return quantity<Cells>(
    doc,
    {
      form: 'cells',
      allowed: ALLOWED,
      keywords: { anyOf: [{ enum: WORDS }, { type: 'integer', minimum: 2 }] },
      example: '5',
      values: z.union([z.null(), z.literal('fleet'), z.int().min(2)]),
      parse,
      print: (value) => value ?? 'none',
    },
    { standard: 'none' },
  );
}

function parse(value: unknown): Parsed<Cells> {
  if (value === 'none') return accept(null);
  if (value === 'fleet') return accept(value);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 2) return accept(value);
  const hint = typeof value === 'string' ? didYouMean(value, WORDS) : null;
  return refuse({ allowed: ALLOWED, hint: hint ?? 'for example 5' });
}

/** The name of what a device is in, by its place in the fleet from 0; null: it is by itself. */
export function cellOf(cells: Cells, deviceIndex: number): string | null {
  if (cells === null || cells === 'fleet') return cells;
  return `cell-${Math.floor(deviceIndex / cells)}`;
}
