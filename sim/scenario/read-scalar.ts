import { accept, refuse } from './parsed.ts';
import type { Parsed } from './parsed.ts';
import { showWord } from './show-value.ts';

/**
 * What YAML 1.2 made of a word, unless another reader would make something else of it. `plain`: it stood without
 * quotes. Words that only YAML 1.1 understands (`yes`, `1_000`) are text here; the key that wants something else
 * says so (`legacyHint`).
 */
export function readScalar(value: unknown, source: string, plain: boolean): Parsed<unknown> {
  if (!plain) return accept(value);
  const word = showWord(source);
  if (value === null) {
    return refuse({
      code: 'empty',
      found: source === '' ? 'nothing after the colon' : `${word} (read as nothing)`,
      allowed: 'a value for each key',
      hint: 'write a value, or remove the key; a fault is turned off with probability 0, or with the word none',
    });
  }
  if (typeof value === 'string') return accept(value);
  if (typeof value !== 'number') return accept(value);
  if (/^[-+]?0[xo]/i.test(source)) {
    return refuse({
      found: `${word} (read as the number ${value})`,
      allowed: 'decimal numbers',
      hint: `write ${value}, or put it in quotes if it is text`,
    });
  }
  if (/^[-+]?0\d/.test(source)) {
    const octal = /^[-+]?[0-7]+$/.test(source) ? `; older YAML reads ${Number.parseInt(source, 8)}` : '';
    return refuse({
      found: `${word} (read as the number ${value}${octal})`,
      allowed: 'decimal numbers without leading zeros',
      hint: `write ${value}, or put it in quotes if it is text`,
    });
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return refuse({
      found: `${word} (read as ${value})`,
      allowed: `integers up to ${Number.MAX_SAFE_INTEGER}`,
      hint: 'larger integers lose digits',
    });
  }
  return accept(value);
}

/** What to say when a word of YAML 1.1, or a quoted one, stands where a number or a truth value is wanted. */
export function legacyHint(value: unknown, wanted: 'number' | 'true or false'): string | null {
  if (typeof value !== 'string') return null;
  const truth = /^(yes|on|y)$/i.test(value) ? 'true' : /^(no|off|n)$/i.test(value) ? 'false' : null;
  if (truth !== null) {
    const meant = wanted === 'number' ? 'write a number' : `did you mean ${truth}?`;
    return `YAML 1.2 reads ${value} as text; ${meant}`;
  }
  if (/^\d[\d_]*_\d+$/.test(value)) {
    return `YAML 1.2 reads ${value} as text; did you mean ${value.replaceAll('_', '')}?`;
  }
  if (/^\d{1,3}(,\d{3})+$/.test(value)) return `did you mean ${value.replaceAll(',', '')}?`;
  if (/^-?\d+(\.\d+)?$/.test(value)) return `did you mean ${value}, without quotes?`;
  return null;
}
