import * as z from 'zod';
import { accept, refuse } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions, Reading } from './quantity.ts';

/** For editors; `parseProbability` says more. */
const PERCENT_PATTERN = '^([0-9]+(\\.[0-9]+)?|\\.[0-9]+)%$';

const ALLOWED = 'a probability: a number from 0 to 1, or a percentage from 0% to 100%';
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

const RATIO: Reading<number> = {
  form: 'share',
  allowed: 'a share from 0% to 100%',
  keywords: {
    anyOf: [
      { type: 'number', minimum: 0, maximum: 1 },
      { type: 'string', pattern: PERCENT_PATTERN },
    ],
  },
  example: '10%',
  values: z.number().refine((ratio) => ratio >= 0 && ratio <= 1, 'must be 0 to 1'),
  parse: (value) => parseProbability(value),
  print: (ratio) => printProbability(ratio),
};

/** 0 to 1, as a number or a percentage. */
export function ratio(doc: string, options: QuantityOptions = {}): Quantity<number> {
  return quantity(doc, RATIO, options);
}

/**
 * `0.1` or `10%` → a number from 0 to 1. A percentage is shifted as text, so that `0.7%` is exactly the number that
 * 0.007 is; a division by 100 would miss it by one bit.
 */
export function parseProbability(value: unknown): Parsed<number> {
  const number = numberOf(value);
  if (number === undefined) {
    const code = typeof value === 'number' || typeof value === 'string' ? 'bad-value' : 'wrong-type';
    return refuse({ code, allowed: ALLOWED, hint: textHint(value) });
  }
  if (number >= 0 && number <= 1) return accept(number === 0 ? 0 : number);
  if (number < 0) return refuse({ allowed: ALLOWED, hint: 'a probability cannot be negative' });
  const couldBePercent = typeof value === 'number' && number > 1 && number <= 100;
  return refuse({ allowed: ALLOWED, hint: couldBePercent ? `did you mean ${value}%?` : null });
}

/** As a percentage; the few numbers too small for plain decimals as they are. `parseProbability` undoes it exactly. */
export function printProbability(probability: number): string {
  const text = String(probability);
  if (text.includes('e')) return text;
  const [whole = '0', decimals = ''] = text.split('.');
  const shifted = whole + decimals.slice(0, 2).padEnd(2, '0');
  const rest = decimals.slice(2);
  return `${shifted.replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}%`;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const percent = text.endsWith('%');
  const digits = percent ? text.slice(0, -1).trim() : text;
  if (!DECIMAL.test(digits)) return undefined;
  if (!percent) return Number(digits);
  return /e/i.test(digits) ? undefined : Number(`${digits}e-2`);
}

function textHint(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^[-−]/.test(text)) return 'a probability cannot be negative';
  const comma = /^(\d+),(\d+)(%?)$/.exec(text);
  if (comma) return `did you mean ${comma[1]}.${comma[2]}${comma[3]}?`;
  const percent = /^(\d+(?:\.\d+)?)\s*(?:percent|pct|per cent)$/i.exec(text);
  if (percent) return `did you mean ${percent[1]}%?`;
  return null;
}
