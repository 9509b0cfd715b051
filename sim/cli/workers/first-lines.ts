import { say } from '../output/terminal.ts';

const LINES_MAX = 20;

/** What code under test prints in many runs: its first lines, to stderr, and how many more there were. */
export class FirstLines {
  #left = LINES_MAX;
  #leftOut = 0;

  readonly add = (text: string | Uint8Array): void => {
    const lines = (typeof text === 'string' ? text : Buffer.from(text).toString()).split(/(?<=\n)/);
    const shown = lines.slice(0, this.#left);
    this.#left -= shown.length;
    this.#leftOut += lines.length - shown.length;
    if (shown.length > 0) process.stderr.write(shown.join(''));
  };

  end(): void {
    if (this.#leftOut === 0) return;
    say(
      `… and ${this.#leftOut.toLocaleString('en-US')} more lines that the code under test printed; a run by itself shows all of its own`,
    );
  }
}
