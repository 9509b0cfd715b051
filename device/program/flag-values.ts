import { FLAGS, variableOf } from './flags.ts';
import type { FlagName } from './flags.ts';

/** What was given for a flag, and where. */
export interface Given {
  /** As the user knows it: `--count`, or `PETREL_DEVICE_COUNT`. */
  readonly source: string;
  readonly text: string;
}

const NUMBER_PATTERN = /^\d+(\.\d+)?$/;

/** Reads the texts of flags as values, and collects what is wrong with them, so that all of it is told at once. */
export class FlagValues {
  readonly #given: ReadonlyMap<FlagName, Given>;
  readonly errors: string[] = [];

  constructor(given: ReadonlyMap<FlagName, Given>) {
    this.#given = given;
  }

  /** As given, or the standard value; null when there is neither. */
  text(name: FlagName): string | null {
    return this.#given.get(name)?.text ?? FLAGS[name].standard;
  }

  /** A whole number from `min` to `max`. */
  whole(name: FlagName, min: number, max = Number.MAX_SAFE_INTEGER): number {
    const text = this.text(name) ?? '';
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
    return this.#wrong(name, `a whole number, ${range}`);
  }

  /** A decimal number of `min` or more. */
  number(name: FlagName, min: number): number {
    const text = this.text(name) ?? '';
    const value = NUMBER_PATTERN.test(text) ? Number(text) : Number.NaN;
    return value >= min && Number.isFinite(value) ? value : this.#wrong(name, `a number, ${min} or more`);
  }

  /** `0.15` or `15%`. */
  share(name: FlagName): number {
    const text = this.text(name) ?? '';
    const isPercent = text.endsWith('%');
    const digits = isPercent ? text.slice(0, -1) : text;
    const value = NUMBER_PATTERN.test(digits) ? Number(digits) / (isPercent ? 100 : 1) : Number.NaN;
    return value >= 0 && value <= 1 ? value : this.#wrong(name, 'a share: 0 to 1, or 0% to 100%');
  }

  /** One of a few words; the first of them after a mistake. */
  choice<T extends string>(name: FlagName, choices: readonly [T, ...T[]]): T {
    const text = this.text(name);
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    this.#wrong(name, `one of ${choices.join(', ')}`);
    return choices[0];
  }

  /** Text for which `isRight` holds. */
  matching(name: FlagName, isRight: (text: string) => boolean, allowed: string): string {
    const text = this.text(name) ?? '';
    if (!isRight(text)) this.#wrong(name, allowed);
    return text;
  }

  #wrong(name: FlagName, allowed: string): number {
    const { source, text } = this.#given.get(name) ?? { source: `--${name} (${variableOf(name)})`, text: '' };
    this.errors.push(`${source} is ${JSON.stringify(text)}, but must be ${allowed}`);
    return Number.NaN;
  }
}
