/** What a piece of text means; how it looks is decided here alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong';

export type Paint = (tone: Tone, text: string) => string;

const CODES: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  dim: [2, 22],
  strong: [1, 22],
};

/** Colours text for a terminal, or leaves it as it is. */
export function paintFor(colour: boolean): Paint {
  if (!colour) return (_tone, text) => text;
  return (tone, text) => (text === '' ? '' : `\u001b[${CODES[tone][0]}m${text}\u001b[${CODES[tone][1]}m`);
}
