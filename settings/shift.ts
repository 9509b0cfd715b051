import * as z from 'zod';
import { DURATION_MS_MAX, parseDuration, printDuration } from './duration.ts';
import { accept, refuse } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions, Timed } from './quantity.ts';

interface ShiftOptions extends QuantityOptions {
  /** Either way; 100 years unless told. */
  readonly maxMs?: number;
}

/** `10m`, `-10m`: a duration that goes either way. */
function parseShift(value: unknown): Parsed<number> {
  if (typeof value !== 'string' || !value.startsWith('-')) return parseDuration(value);
  const parsed = parseDuration(value.slice(1));
  // No negative zero.
  return parsed.ok ? accept(0 - parsed.value) : parsed;
}

export function printShift(ms: number): string {
  return ms < 0 ? `-${printDuration(-ms)}` : printDuration(ms);
}

/** How far something stands from where it should, before it or behind it. */
export function shift(doc: string, options: ShiftOptions = {}): Quantity<number> & Timed {
  const { maxMs = DURATION_MS_MAX } = options;
  const allowed = `a duration up to ${printDuration(maxMs)}, with a minus sign for the past`;
  const within = (ms: number): boolean => Number.isSafeInteger(ms) && Math.abs(ms) <= maxMs;
  const reading = {
    form: 'duration, or -duration',
    allowed,
    keywords: { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$' },
    example: '-10m',
    values: z.number().refine(within, `must be ${allowed}, in milliseconds`),
    parse: (value: unknown): Parsed<number> => {
      const parsed = parseShift(value);
      return !parsed.ok || within(parsed.value) ? parsed : refuse({ allowed });
    },
    print: printShift,
  };
  return { ...quantity(doc, reading, options), suffix: 'Ms' };
}
