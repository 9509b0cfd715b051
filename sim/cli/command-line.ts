import yargs from 'yargs';
import type { Argv } from 'yargs';
import { didYouMean } from '../scenario/index.ts';
import type { Command, Given } from './commands/command.ts';
import { compareCommand } from './commands/compare.ts';
import { describeCommand } from './commands/describe.ts';
import { listCommand } from './commands/list.ts';
import { policiesCommand } from './commands/policies.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { validateCommand } from './commands/validate.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { say, sayFault } from './terminal.ts';
import { NothingMatchedError, UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** Every command, in the order of the help. The first is the one that is meant when none is named. */
const COMMANDS: readonly Command[] = [
  runCommand,
  compareCommand,
  listCommand,
  describeCommand,
  policiesCommand,
  validateCommand,
  schemaCommand,
];

const COMMAND_NAMES = COMMANDS.map(({ name }) => name);

/** yargs' own, besides the flags of the command. */
const ALWAYS_KNOWN = ['_', '$0', 'help', 'h', 'version'];

/** From words to an exit code. Never throws. */
export async function runCommandLine(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.passed;
  try {
    rejectUnknownCommand(words);
    await parserFor((given) => {
      code = given;
    }, words).parseAsync();
    return code;
  } catch (error) {
    if (error instanceof UsageError || error instanceof NothingMatchedError) {
      say(`sim: ${error.message}`);
      return error instanceof UsageError ? EXIT.usage : EXIT.nothingMatched;
    }
    sayFault(error);
    return EXIT.harness;
  }
}

function parserFor(done: (code: ExitCode) => void, words: readonly string[]): Argv {
  const parser = yargs([...words])
    .scriptName('sim')
    .usage(
      '$0 --scenario storm --seed 42\n\nRuns a fleet of devices against an edge, over a simulated network, and judges.',
    )
    .version(packageVersion())
    .help()
    .alias('h', 'help')
    .parserConfiguration({ 'camel-case-expansion': false, 'boolean-negation': false, 'parse-numbers': false })
    .locale('en')
    .wrap(80)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new UsageError(message ?? 'the command line could not be read');
    });
  COMMANDS.forEach((command, index) => {
    const { name, positional, describe, options, handle } = command;
    const usage = positional === null ? name : `${name} ${positional.usage}`;
    parser.command(
      index === 0 ? [usage, '$0'] : usage,
      describe,
      (builder) =>
        (positional === null ? builder : builder.positional(positional.key, positional.options)).options(
          options,
        ),
      async (given: Given) => {
        rejectUnknown(command, given);
        done(await handle(given));
      },
    );
  });
  return parser;
}

function rejectUnknownCommand([first]: readonly string[]): void {
  if (first === undefined || first.startsWith('-') || COMMAND_NAMES.includes(first)) return;
  const hint = didYouMean(first, COMMAND_NAMES);
  throw new UsageError(
    `there is no command "${first}"${hint === null ? '' : `; ${hint}`} Commands: ${COMMAND_NAMES.join(', ')}. To run a scenario: sim --scenario ${first}`,
  );
}

function rejectUnknown({ name, options, positional }: Command, given: Given): void {
  const flags = Object.keys(options);
  const aliases = flags.flatMap((flag) => options[flag]?.alias ?? []);
  const known = new Set([
    ...flags,
    ...aliases,
    ...ALWAYS_KNOWN,
    ...(positional === null ? [] : [positional.key]),
  ]);
  const wrong = Object.keys(given).filter((key) => !known.has(key));
  const sentences = wrong.map((key) => {
    const flag = key.length === 1 ? `-${key}` : `--${key}`;
    const hint = didYouMean(key, flags);
    return `there is no flag ${flag}${hint === null ? '' : `; did you mean --${hint.slice('did you mean '.length)}`}`;
  });
  const extra = given['_'];
  const commandWords = Array.isArray(extra) ? extra.slice(extra[0] === name ? 1 : 0) : [];
  if (commandWords.length > 0) sentences.push(`${name} does not take "${commandWords.join(' ')}"`);
  if (sentences.length > 0)
    throw new UsageError(`${sentences.join('\n     ')}\n     See: sim ${name} --help`);
}
