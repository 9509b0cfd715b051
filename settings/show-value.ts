const SHOWN_CHARACTERS_MAX = 60;

/** Terminal escapes, line breaks and text-direction marks must not reach a terminal from somebody's file. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

function shorten(text: string): string {
  if (text.length <= SHOWN_CHARACTERS_MAX) return text;
  return `${text.slice(0, SHOWN_CHARACTERS_MAX)}… (${text.length} characters)`;
}

/** A word of the user's, safe to print and not too long, without quotes. */
export function showWord(word: string): string {
  return printable(shorten(word));
}

/** A value of the user's as an error shows it, with its kind where the text alone would mislead. */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${showWord(value)}" (text)`;
    case 'number':
      if (Number.isNaN(value)) return '.nan';
      if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
      return `${Object.is(value, -0) ? '-0' : value} (a number)`;
    case 'boolean':
      return `${value} (true or false)`;
    case 'undefined':
      return 'nothing';
    case 'bigint':
    case 'symbol':
    case 'function':
    case 'object':
      if (value === null) return 'nothing';
      return Array.isArray(value) ? `a list of ${value.length}` : 'a mapping';
  }
}

/** `a, b or c`. */
export function listWords(words: readonly string[]): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
