import { UsageError } from './usage-error.ts';
import { NAME } from './program-name.ts';

/** How a line begins that shows something again, where it was printed. */
const PROGRAMS: readonly (readonly string[])[] = [
  ['npm', 'run', 'sim', '--'],
  ['npm', 'run', '-s', 'sim', '--'],
  ['npx', 'petrel'],
  ['petrel'],
  ['sim'],
];

/**
 * `open` and behind it a whole line that was pasted: the words of the run alone, as if they had been typed. Other words are given
 * back as they are.
 * @param isCommand whether a word is a command
 * @throws {UsageError} for the line of something else than a run.
 */
export function withoutPasted(
  words: readonly string[],
  isCommand: (word: string) => boolean,
): readonly string[] {
  const [first, ...behind] = words;
  if (first !== 'open') return words;
  const program = PROGRAMS.find((own) => own.every((word, index) => behind[index] === word));
  if (program === undefined) return words;
  const line = behind.slice(program.length);
  const [word = ''] = line;
  if (!isCommand(word)) return [first, ...line];
  if (word === 'run') return [first, ...line.slice(1)];
  throw new UsageError(
    `open shows the run of a line, and "${word}" is none. Of many runs write a report: ${NAME} ${word} … --reporter html=FILE, then: ${NAME} open FILE`,
  );
}
