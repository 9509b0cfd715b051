import * as z from 'zod';
import { legacyHint } from './legacy-hint.ts';
import { accept, refuse } from './problem.ts';
import type { Parsed } from './problem.ts';
import { quantity } from './quantity.ts';
import type { Quantity, QuantityOptions } from './quantity.ts';
import { listWords, showWord } from './show-value.ts';
import { didYouMean } from './suggest.ts';

/** One of a list of words. */
export function parseWord<T extends string>(value: unknown, words: readonly T[], what: string): Parsed<T> {
  const allowed = allowedOf(words, what);
  if (typeof value !== 'string') return refuse({ code: 'wrong-type', allowed });
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return accept(word);
  return refuse({ code: 'unknown-name', found: showWord(value), allowed, hint: didYouMean(value, words) });
}

function allowedOf(words: readonly string[], what: string): string {
  return `${what}: ${listWords(words)}`;
}

interface WordOptions extends QuantityOptions {
  /** What the words are, in errors; `one of` unless told. */
  readonly what?: string;
  /** A program may use other words than a file may. */
  readonly open?: true;
}

export function word<const T extends string>(
  doc: string,
  words: readonly T[],
  options: WordOptions = {},
): Quantity<T> {
  const { what = 'one of', open = false } = options;
  return quantity<T>(
    doc,
    {
      form: words.join(', '),
      allowed: allowedOf(words, what),
      keywords: { enum: words },
      example: words[0] ?? '',
      values: open ? z.custom<T>((value) => typeof value === 'string') : z.enum(words),
      parse: (value) => parseWord(value, words, what),
      print: (value) => value,
    },
    options,
  );
}

/** The word `true`; a key that cannot be false is left out instead. */
export function flag(doc: string): Quantity<true> {
  return quantity<true>(doc, {
    form: 'true',
    allowed: 'true',
    keywords: { const: true },
    example: 'true',
    values: z.literal(true),
    parse: (value) => {
      if (value === true) return accept(true);
      const hint = value === false ? 'remove the key instead' : legacyHint(value, 'true or false');
      return refuse({ code: typeof value === 'boolean' ? 'bad-value' : 'wrong-type', allowed: 'true', hint });
    },
    print: (value) => value,
  });
}

interface TextOptions extends QuantityOptions {
  readonly allowed: string;
  readonly keywords?: Readonly<Record<string, unknown>>;
  readonly isRight: (text: string) => boolean;
  /** What was probably meant by a text that is not right. */
  readonly hint?: (text: string) => string | null;
}

/** Text of which not every one will do. */
export function text(
  doc: string,
  { allowed, keywords, isRight, hint, ...options }: TextOptions,
): Quantity<string> {
  return quantity<string>(
    doc,
    {
      form: 'text',
      allowed,
      keywords: { type: 'string', ...keywords },
      example: '',
      values: z.string().refine(isRight, `must be ${allowed}`),
      parse: (value) => {
        if (typeof value !== 'string') return refuse({ code: 'wrong-type', allowed });
        return isRight(value) ? accept(value) : refuse({ allowed, hint: hint?.(value) ?? null });
      },
      print: (value) => value,
    },
    options,
  );
}
