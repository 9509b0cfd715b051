import { appendFileSync, rmSync } from 'node:fs';
import type { Notebook, Trial } from '../../shrink/index.ts';
import { fileText, writeFileText } from '../file-text.ts';

export interface NotebookFile extends Notebook {
  /** What a finished search found out is of no more use. */
  readonly remove: () => void;
}

/** One run that was made: a line of the file. */
interface Note {
  readonly key: string;
  readonly trial: Trial;
}

/**
 * Keeps each run of a search, line by line, so that one that was ended can go on: it is the same search again, with those
 * runs known already. `about` says what is searched, and by which version; a file about anything else begins anew.
 * @throws {UnwrittenError} when nothing can be written there, {UsageError} for what can't be read.
 */
export function openNotebook(path: string, about: string): NotebookFile {
  const first = JSON.stringify({ about });
  const known = new Map<string, Trial>();
  const [head, ...lines] = (fileText(path) ?? '').split('\n');
  if (head === first) for (const note of lines.flatMap(noteIn)) known.set(note.key, note.trial);
  const kept = [...known].map(([key, trial]) => JSON.stringify({ key, trial }));
  writeFileText(path, `${[first, ...kept].join('\n')}\n`);
  return {
    read: (key) => known.get(key) ?? null,
    write: (key, trial) => {
      try {
        appendFileSync(path, `${JSON.stringify({ key, trial })}\n`);
      } catch {
        // A full disk costs the chance to go on later, not the search at hand.
      }
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/** A line that was cut off in the middle is as good as none. */
function noteIn(line: string): readonly Note[] {
  try {
    const note: Note = JSON.parse(line);
    return typeof note.key === 'string' && Array.isArray(note.trial.failures) ? [note] : [];
  } catch {
    return [];
  }
}
