import { accept, refuse } from '../../settings/problem.ts';
import type { Parsed } from '../../settings/problem.ts';
import { showWord } from '../../settings/show-value.ts';

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
