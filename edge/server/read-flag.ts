import { parseDurationMs } from './duration.ts';
import { OptionError } from './option-error.ts';

/** The text of one flag and what to call it in an error. */
export interface FlagText {
  /** As the user knows it: `--port`, or `PETREL_EDGE_PORT`. */
  readonly name: string;
  readonly text: string;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const NUMBER_PATTERN = /^\d+(\.\d+)?$/;

/** Throws OptionError unless it is a plain decimal number of the range, both ends included. */
export function readNumber({ name, text }: FlagText, { min, max, whole }: NumberRange): number {
  const value = NUMBER_PATTERN.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max && (!whole || Number.isSafeInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  throw new OptionError(`${name} is "${text}", but must be ${kind} ${range}`);
}

/** `0.1` or `10%`. Throws OptionError. */
export function readProbability({ name, text }: FlagText): number {
  const isPercent = text.endsWith('%');
  const digits = isPercent ? text.slice(0, -1) : text;
  const value = NUMBER_PATTERN.test(digits) ? Number(digits) / (isPercent ? 100 : 1) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new OptionError(`${name} is "${text}", but must be a probability: 0 to 1, or 0% to 100%`);
}

/** `250ms`, `2s`, `5m`, `1h`; 0 only where `allowZero`. Throws OptionError. */
export function readDurationMs(
  { name, text }: FlagText,
  { allowZero }: { readonly allowZero: boolean },
): number {
  const valueMs = parseDurationMs(text);
  if (valueMs !== undefined && (valueMs > 0 || allowZero)) return valueMs;
  const hint = NUMBER_PATTERN.test(text) ? `; did you mean ${text}s?` : '';
  const range = allowZero ? '' : ' above 0';
  throw new OptionError(
    `${name} is "${text}", but must be a duration${range} such as 250ms, 2s, 5m or 1h${hint}`,
  );
}

/** One of a few words. Throws OptionError. */
export function readChoice<T extends string>({ name, text }: FlagText, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new OptionError(`${name} is "${text}", but must be one of ${choices.join(', ')}`);
}
