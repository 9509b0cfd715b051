import { isUtf8 } from 'node:buffer';
import { jsonIn } from '../protocol/index.ts';

/** Levels of objects and arrays; the outermost is the first. */
export const JSON_DEPTH_MAX = 32;

/**
 * `message` says what is wrong and never quotes the input. `position` counts from 0: bytes for invalid UTF-8, else
 * UTF-16 units of the text.
 */
export type StrictResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly position: number };

/**
 * Parses JSON (RFC 8259) and refuses all that `JSON.parse` would change or hide: equal keys, `__proto__`,
 * `constructor` and `prototype` as keys, more than 32 levels, integers beyond ±(2^53 − 1), numbers that overflow,
 * a byte order mark, lone surrogates, bytes that are not UTF-8. Any number with a fraction or an exponent is taken as the
 * nearest double, but for the number of a reading, which rounding must not make. Linear in the length of the input.
 *
 * A parser of its own for all that is not plain, because a check beside `JSON.parse` must read strings and track keys
 * just the same, which costs more than this costs alone.
 */
export function strictParse(input: string | Uint8Array): StrictResult {
  if (typeof input !== 'string' && !isUtf8(input)) {
    return { ok: false, message: 'the body is not valid UTF-8', position: firstInvalidByte(input) };
  }
  const text = typeof input === 'string' ? input : decode(input);
  const plain = plainValue(text);
  if (plain !== undefined) return { ok: true, value: plain };
  try {
    return { ok: true, value: new StrictParser(text).parse() };
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    return { ok: false, message: error.message, position: error.position };
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Decoding replaces what is invalid, so encoding again differs from there on. */
function firstInvalidByte(bytes: Uint8Array): number {
  const again = Buffer.from(decode(bytes), 'utf8');
  let position = 0;
  while (position < bytes.length && bytes[position] === again[position]) position++;
  return position;
}

/** As many digits as the least integer beyond 2^53 − 1 has. */
const MANY_DIGITS = /\d{16}/;

/** Escapes, integers that may be too large, and what may be a forbidden key. One search each is faster than one for all. */
function mayHide(text: string): boolean {
  return (
    text.includes('\\') || text.includes('proto') || text.includes('constructor') || MANY_DIGITS.test(text)
  );
}

/**
 * A short cut for what nearly every client sends: the value of a text that is, to the letter, what `JSON.stringify` makes
 * of it. Such a text hides nothing: an equal key, `-0`, an overflow, a rounded number or a lone surrogate would not come
 * back the same, and the rest is looked for. Undefined for any other text, which may be right or wrong.
 */
function plainValue(text: string): unknown {
  if (mayHide(text) || !isShallow(text)) return undefined;
  const value = jsonIn(text);
  return JSON.stringify(value) === text ? value : undefined;
}

/** With so few openings no value can be nested too deep. An array is not what a message holds. */
function isShallow(text: string): boolean {
  if (text.includes('[')) return false;
  let openings = 0;
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) openings++;
  return openings <= JSON_DEPTH_MAX;
}

/** Keys whose values must not become whole by rounding: `1.00000000000000000001` is the number of no reading. */
const COUNTS: ReadonlySet<string> = new Set(['sequence_id']);

/** Whether the text of a number, however written, is one without a fraction: `1e2` and `1.0` are, `1e-400` is not. */
function isWhole(text: string): boolean {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  return !/[1-9]/.test(point <= 0 ? digits : digits.slice(point));
}

/** Only within this file: a way out of the recursion. */
class StrictJsonError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;
const HEX4_PATTERN = /^[0-9A-Fa-f]{4}$/;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

class StrictParser {
  readonly #text: string;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): unknown {
    if (this.#peek() === BYTE_ORDER_MARK) this.#fail('a byte order mark is not allowed');
    this.#skipBlanks();
    if (this.#position >= this.#text.length) this.#fail('there is no JSON value');
    const value = this.#value();
    this.#skipBlanks();
    if (this.#position < this.#text.length) this.#fail('the JSON value ends here, but text follows');
    return value;
  }

  /** The UTF-16 unit at hand, NaN at the end. */
  #peek(): number {
    return this.#text.charCodeAt(this.#position);
  }

  #fail(message: string, position: number = this.#position): never {
    throw new StrictJsonError(message, position);
  }

  #skipBlanks(): void {
    for (;;) {
      const unit = this.#peek();
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#position++;
    }
  }

  #value(): unknown {
    const unit = this.#peek();
    if (unit === QUOTE) return this.#string();
    if (unit === MINUS || (unit >= DIGIT_0 && unit <= DIGIT_9)) return this.#number();
    if (unit === OPEN_BRACE) return this.#object();
    if (unit === OPEN_BRACKET) return this.#array();
    return this.#word();
  }

  #word(): boolean | null {
    if (this.#takes('true')) return true;
    if (this.#takes('false')) return false;
    if (this.#takes('null')) return null;
    return this.#fail('expected a JSON value');
  }

  #takes(word: string): boolean {
    if (!this.#text.startsWith(word, this.#position)) return false;
    this.#position += word.length;
    return true;
  }

  #object(): unknown {
    this.#enter();
    const object: Record<string, unknown> = {};
    if (this.#peek() === CLOSE_BRACE) return this.#leave(object);
    for (;;) {
      const start = this.#position;
      if (this.#peek() !== QUOTE) this.#fail('expected a key in double quotes');
      const key = this.#string();
      if (FORBIDDEN_KEYS.has(key)) {
        this.#fail('the keys __proto__, constructor and prototype are not allowed', start);
      }
      if (Object.hasOwn(object, key)) this.#fail('this key appears twice in one object', start);
      this.#skipBlanks();
      if (this.#peek() !== COLON) this.#fail('expected a colon');
      this.#position++;
      this.#skipBlanks();
      const valueAt = this.#position;
      object[key] = this.#value();
      if (this.#isRounded && typeof object[key] === 'number' && COUNTS.has(key))
        this.#fail('this must be a whole number as it is written', valueAt);
      this.#skipBlanks();
      const unit = this.#peek();
      if (unit === CLOSE_BRACE) return this.#leave(object);
      if (unit !== COMMA) this.#fail('expected a comma or a closing brace');
      this.#position++;
      this.#skipBlanks();
    }
  }

  #array(): unknown {
    this.#enter();
    const array: unknown[] = [];
    if (this.#peek() === CLOSE_BRACKET) return this.#leave(array);
    for (;;) {
      array.push(this.#value());
      this.#skipBlanks();
      const unit = this.#peek();
      if (unit === CLOSE_BRACKET) return this.#leave(array);
      if (unit !== COMMA) this.#fail('expected a comma or a closing bracket');
      this.#position++;
      this.#skipBlanks();
    }
  }

  #enter(): void {
    if (++this.#depth > JSON_DEPTH_MAX) this.#fail(`nested deeper than ${JSON_DEPTH_MAX} levels`);
    this.#position++;
    this.#skipBlanks();
  }

  #leave(container: unknown): unknown {
    this.#depth--;
    this.#position++;
    return container;
  }

  #string(): string {
    const text = this.#text;
    let start = ++this.#position;
    let decoded = '';
    for (;;) {
      const unit = text.charCodeAt(this.#position);
      if (unit === QUOTE) {
        decoded += text.slice(start, this.#position++);
        return decoded;
      }
      if (unit === BACKSLASH) {
        decoded += text.slice(start, this.#position) + this.#escape();
        start = this.#position;
      } else if (unit >= 0xd800 && unit <= 0xdfff) {
        this.#rawPair(unit);
      } else if (unit >= 0x20) {
        this.#position++;
      } else if (Number.isNaN(unit)) {
        this.#fail('the text ends within a string');
      } else {
        this.#fail('a control character must be escaped in a string');
      }
    }
  }

  /** A surrogate that stands unescaped in the text must be half of a pair. */
  #rawPair(unit: number): void {
    const next = this.#text.charCodeAt(this.#position + 1);
    const isPair = unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
    if (!isPair) this.#fail('a lone surrogate is not allowed');
    this.#position += 2;
  }

  #escape(): string {
    const start = this.#position;
    const letter = this.#text.charAt(start + 1);
    if (letter !== 'u') {
      const character = ESCAPES.get(letter);
      if (character === undefined) this.#fail('this escape is not JSON');
      this.#position += 2;
      return character;
    }
    const unit = this.#hex4(start + 2);
    if (unit < 0xd800 || unit > 0xdfff) {
      this.#position += 6;
      return String.fromCharCode(unit);
    }
    const isFirstHalf = unit <= 0xdbff && this.#text.startsWith('\\u', start + 6);
    const next = isFirstHalf ? this.#hex4(start + 8) : 0;
    if (next < 0xdc00 || next > 0xdfff) this.#fail('a lone surrogate is not allowed', start);
    this.#position += 12;
    return String.fromCharCode(unit, next);
  }

  #hex4(start: number): number {
    const digits = this.#text.slice(start, start + 4);
    if (!HEX4_PATTERN.test(digits)) this.#fail('\\u must be followed by four hex digits', start);
    return Number.parseInt(digits, 16);
  }

  /** Whether a double makes a whole number of the last one that was read, which is none as it is written. */
  #isRounded = false;

  #number(): number {
    const start = this.#position;
    if (this.#peek() === MINUS) this.#position++;
    const first = this.#peek();
    this.#digits();
    if (first === DIGIT_0 && this.#position > start + (this.#text.charCodeAt(start) === MINUS ? 2 : 1)) {
      this.#fail('a number must not begin with 0', start);
    }
    let isInteger = true;
    if (this.#takes('.')) {
      isInteger = false;
      this.#digits();
    }
    if (this.#takes('e') || this.#takes('E')) {
      isInteger = false;
      if (!this.#takes('+')) this.#takes('-');
      this.#digits();
    }
    const value = Number(this.#text.slice(start, this.#position));
    if (isInteger && !Number.isSafeInteger(value)) {
      this.#fail('an integer must be within ±9007199254740991', start);
    }
    if (!Number.isFinite(value)) this.#fail('this number is too large for a double', start);
    this.#isRounded =
      !isInteger && Number.isInteger(value) && !isWhole(this.#text.slice(start, this.#position));
    return value;
  }

  /** One or more digits. */
  #digits(): void {
    const start = this.#position;
    for (;;) {
      const unit = this.#peek();
      if (!(unit >= DIGIT_0 && unit <= DIGIT_9)) break;
      this.#position++;
    }
    if (this.#position === start) this.#fail('expected a digit');
  }
}
