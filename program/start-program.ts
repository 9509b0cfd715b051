import type { Keys, Values } from '../settings/section.ts';
import { endWithReader } from './end-with-reader.ts';
import { parseFlags } from './parse-flags.ts';
import type { Program } from './parse-flags.ts';
import { speakToNobody } from './speak-to-nobody.ts';

const HINT = 'See --help for all flags.';

/** Starts a program with what this process was given; prints the help that was asked for, or sets exit code 2. */
export async function startProgram<K extends Keys>(
  program: Program<K>,
  start: (options: Values<K>) => void | Promise<void>,
): Promise<void> {
  speakToNobody();
  const parsed = await parseFlags(program, process.argv.slice(2), process.env);
  switch (parsed.kind) {
    case 'help':
      endWithReader(process.stdout);
      process.stdout.write(`${parsed.text}\n`);
      break;
    case 'error':
      process.stderr.write(`${parsed.message}${parsed.message.endsWith(HINT) ? '' : `\n${HINT}`}\n`);
      process.exitCode = 2;
      break;
    case 'options':
      await start(parsed.options);
      break;
  }
}
