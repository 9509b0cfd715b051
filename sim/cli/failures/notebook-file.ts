import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import type { Notebook, Trial } from '../../shrink/index.ts';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';
import { replaceFile } from '../../../program/replace-file.ts';

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
 * @throws {UsageError} when nothing can be written there.
 */
export function openNotebook(path: string, about: string): NotebookFile {
  const first = JSON.stringify({ about });
  const known = new Map<string, Trial>();
  try {
    const [head, ...lines] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    if (head === first) for (const note of lines.flatMap(noteIn)) known.set(note.key, note.trial);
    const kept = [...known].map(([key, trial]) => JSON.stringify({ key, trial }));
    replaceFile(path, `${[first, ...kept].join('\n')}\n`);
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
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
