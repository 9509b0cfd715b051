/** A word of a command line that a parser of flags would take for something else, and why that is refused. */
export interface WrongWord {
  /** As it was written, without its value: `--constructor`. */
  readonly flag: string;
  readonly name: string;
}

/**
 * Flags whose names a parser must not even see: those that every object has by itself (`--constructor`), which it takes for
 * flags that it knows, and those with a dot (`--seed.x`), which it takes for parts of others.
 */
export function wrongWords(words: readonly string[]): readonly WrongWord[] {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).flatMap((word) => {
    const [, flag = '', name = ''] = /^(-{1,2}([^=\s]*))/.exec(word) ?? [];
    // A number below zero is the value of a flag.
    if (flag === '' || flag === '-' || /^-[\d.]/.test(flag)) return [];
    const isBuiltIn = [name, name.replace(/^no-/, '')].some((each) => camelCased(each) in Object.prototype);
    return isBuiltIn || name === '' || name.includes('.') ? [{ flag, name }] : [];
  });
}

function camelCased(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
