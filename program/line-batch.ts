/** What a batch may hold before it is written in the middle of a turn. */
const BATCH_LENGTH_MAX = 65_536;

/**
 * Lines of one turn of the event loop, written at once: a busy program writes two for each request, and a write costs more than
 * all that makes a line. Whoever kills the process in the middle of a turn may miss the lines of that turn.
 */
export class LineBatch {
  readonly #write: (text: string, lines: number) => void;
  readonly #later: (then: () => void) => void;
  #text = '';
  #lines = 0;

  /** `later` calls back at the end of a turn. */
  constructor(write: (text: string, lines: number) => void, later: (then: () => void) => void) {
    this.#write = write;
    this.#later = later;
  }

  write(line: string): void {
    this.#text += line;
    this.#lines += 1;
    if (this.#text.length > BATCH_LENGTH_MAX) this.flush();
    else if (this.#lines === 1) this.#later(() => this.flush());
  }

  flush(): void {
    if (this.#lines === 0) return;
    const [text, lines] = [this.#text, this.#lines];
    this.#text = '';
    this.#lines = 0;
    this.#write(text, lines);
  }
}
