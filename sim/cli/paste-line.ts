/** A word as a POSIX shell takes it back unchanged. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export interface PasteOptions {
  readonly scenario: string;
  readonly seed: string;
  /** Flags that change what is run, with their values, in the order of the help. */
  readonly flags: readonly (readonly [flag: string, value: string])[];
}

/** The command that shows a run again. */
export function pasteLine({ scenario, seed, flags }: PasteOptions): string {
  return pasteCommand([
    '--scenario',
    scenario,
    '--seed',
    seed,
    ...flags.flatMap(([flag, value]) => [`--${flag}`, value]),
  ]);
}

/** These words as a shell gives them to `sim`. */
export function pasteCommand(words: readonly string[]): string {
  return `npm run sim -- ${words.map(quoted).join(' ')}`;
}
