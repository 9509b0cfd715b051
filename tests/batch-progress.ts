/** Tells whoever waits for a long batch how far it is, and counts its runs. */
export interface BatchProgress {
  /** So many runs, since the batch began. */
  readonly runs: number;
  /** One of `parts` is done: what it was and came to, in a few words, and how many runs that took. */
  done(what: string, runs: number): void;
}

/** @param write takes whole lines, without their ends: stderr, so that what is found stays alone on stdout */
export function batchProgress(parts: number, write: (line: string) => void): BatchProgress {
  const width = String(parts).length;
  let runs = 0;
  let done = 0;
  return {
    get runs() {
      return runs;
    },
    done: (what, more) => {
      runs += more;
      done += 1;
      write(`${String(done).padStart(width)}/${parts}  ${what} (${runs.toLocaleString('en')} runs so far)`);
    },
  };
}

export function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
