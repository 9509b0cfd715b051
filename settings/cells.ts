import * as z from 'zod';
import type { PlaceInFleet } from './device-set.ts';
import { accept, refuse } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity } from './quantity.ts';
import { didYouMean } from './suggest.ts';

/** Who has something in common: nobody (null), the whole fleet, each group, or so many neighbours at a time. */
export type Cells = null | 'fleet' | 'group' | number;

const WORDS = ['none', 'fleet', 'group'];
const ALLOWED = 'none, fleet, group, or how many neighbours at a time, from 2';

/** `none`, `fleet`, `group` or `5`. */
export function cells(doc: string): Quantity<Cells> {
  return quantity<Cells>(
    doc,
    {
      form: 'cells',
      allowed: ALLOWED,
      keywords: { anyOf: [{ enum: WORDS }, { type: 'integer', minimum: 2 }] },
      example: '5',
      values: z.union([z.null(), z.literal('fleet'), z.literal('group'), z.int().min(2)]),
      parse,
      print: (value) => value ?? 'none',
    },
    { standard: 'none' },
  );
}

function parse(value: unknown): Parsed<Cells> {
  if (value === 'none') return accept(null);
  if (value === 'fleet' || value === 'group') return accept(value);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 2) return accept(value);
  const hint = typeof value === 'string' ? didYouMean(value, WORDS) : null;
  return refuse({ allowed: ALLOWED, hint: hint ?? 'for example 5' });
}

/** The name of what a device is in; null: it is by itself. A fleet without groups is one. */
export function cellOf(cells: Cells, { deviceIndex, group }: PlaceInFleet): string | null {
  if (cells === null) return null;
  if (cells === 'fleet') return 'fleet';
  return cells === 'group' ? `group-${group ?? ''}` : `cell-${Math.floor(deviceIndex / cells)}`;
}
