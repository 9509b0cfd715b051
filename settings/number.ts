import * as z from 'zod';
import { legacyHint } from './legacy-hint.ts';
import { accept, refuse } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions } from './quantity.ts';

interface NumberOptions extends QuantityOptions {
  readonly min: number;
  readonly max: number;
}

/** A whole number, both ends of the range allowed. */
export function count(doc: string, options: NumberOptions): Quantity<number> {
  return numeric(doc, options, {
    type: 'integer',
    noun: 'a whole number',
    example: 10,
    isOne: Number.isSafeInteger,
  });
}

/** Any finite number, both ends of the range allowed. */
export function decimal(doc: string, options: NumberOptions): Quantity<number> {
  return numeric(doc, options, { type: 'number', noun: 'a number', example: 2, isOne: Number.isFinite });
}

interface NumberKind {
  readonly type: 'integer' | 'number';
  readonly noun: string;
  readonly example: number;
  readonly isOne: (value: number) => boolean;
}

function numeric(
  doc: string,
  options: NumberOptions,
  { type, noun, example, isOne }: NumberKind,
): Quantity<number> {
  const { min, max } = options;
  const allowed = `${noun} from ${min} to ${max}`;
  const within = (value: number): boolean => isOne(value) && value >= min && value <= max;
  return quantity<number>(
    doc,
    {
      form: 'number',
      allowed,
      keywords: { type, minimum: min, maximum: max },
      example: String(Math.min(max, Math.max(min, example))),
      values: z.number().refine(within, `must be ${allowed}`),
      parse: (value) => {
        if (typeof value !== 'number')
          return refuse({ code: 'wrong-type', allowed, hint: legacyHint(value, 'number') });
        return within(value) ? accept(value === 0 ? 0 : value) : refuse({ allowed });
      },
      print: (value) => value,
    },
    options,
  );
}
