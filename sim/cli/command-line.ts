import yargs from 'yargs';
import type { Argv } from 'yargs';
import { NAME } from './program-name.ts';

// Past the door, which would load the parser that only some commands need.
import { wrongWords } from '../../settings/flag-words.ts';
import { suggest } from '../../settings/suggest.ts';
import type { Command } from './commands/command.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import type { Given } from './flags/flags.ts';
import { noSuch } from './no-such.ts';
import { withoutPasted } from './pasted-line.ts';
import { say, sayFault } from './output/terminal.ts';
import { NothingMatchedError, UnwrittenError, UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/**
 * Every command, in the order of the help. The first is the one that is meant when none is named. A module is loaded only
 * when its command is wanted: each brings libraries of its own, and to load them all takes longer than most commands do.
 */
export const COMMANDS = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  compare: async () => (await import('./commands/compare.ts')).compareCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  sweep: async () => (await import('./commands/sweep.ts')).sweepCommand,
  worker: async () => (await import('./commands/worker.ts')).workerCommand,
  merge: async () => (await import('./commands/merge.ts')).mergeCommand,
  shrink: async () => (await import('./commands/shrink.ts')).shrinkCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
  describe: async () => (await import('./commands/describe.ts')).describeCommand,
  policies: async () => (await import('./commands/policies.ts')).policiesCommand,
  validate: async () => (await import('./commands/validate.ts')).validateCommand,
  schema: async () => (await import('./commands/schema.ts')).schemaCommand,
  trace: async () => (await import('./commands/trace.ts')).traceCommand,
  open: async () => (await import('./commands/open.ts')).openCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  live: async () => (await import('./commands/live.ts')).liveCommand,
  fit: async () => (await import('./commands/fit.ts')).fitCommand,
} satisfies Readonly<Record<string, () => Promise<Command>>>;

type CommandName = keyof typeof COMMANDS;

const DEFAULT_COMMAND: CommandName = 'run';
const COMMAND_NAMES = Object.keys(COMMANDS);

function isCommandName(word: string | undefined): word is CommandName {
  return word !== undefined && Object.hasOwn(COMMANDS, word);
}

/** Only the help that names no command shows them all. */
async function commandsFor(words: readonly string[]): Promise<readonly Command[]> {
  const [first] = words;
  if (isCommandName(first)) return [await COMMANDS[first]()];
  const wantsHelp = words.includes('--help') || words.includes('-h');
  return wantsHelp
    ? Promise.all(Object.values(COMMANDS).map((load) => load()))
    : [await COMMANDS[DEFAULT_COMMAND]()];
}

/** yargs' own, besides the flags of the command. */
const ALWAYS_KNOWN = ['_', '$0', 'help', 'h', 'version'];

/** What is told in a sentence, with the code that it ends in. */
const TOLD = [
  [UsageError, EXIT.usage],
  [NothingMatchedError, EXIT.nothingMatched],
  [UnwrittenError, EXIT.unwritten],
] as const;

/** From words to an exit code. Never throws. */
export async function runCommandLine(typed: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.passed;
  try {
    const words = withNegatives(withoutPasted(typed, isCommandName));
    rejectUnknownCommand(words);
    const commands = await commandsFor(words);
    rejectWrongWords(words, commands);
    await parserFor(words, commands, (given) => {
      code = given;
    }).parseAsync();
    return code;
  } catch (error) {
    const told = TOLD.find(([kind]) => error instanceof kind);
    if (told !== undefined && error instanceof Error) {
      say(`${NAME}: ${error.message}`);
      return told[1];
    }
    sayFault(error);
    return EXIT.harness;
  }
}

function parserFor(
  words: readonly string[],
  commands: readonly Command[],
  done: (code: ExitCode) => void,
): Argv {
  const parser = yargs([...words])
    .scriptName(NAME)
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
  for (const command of commands) {
    const { name, describe, flags, handle } = command;
    const usage = [name, ...Object.values(flags).flatMap((flag) => flag.usage ?? [])].join(' ');
    parser.command(
      name === DEFAULT_COMMAND ? [usage, '$0'] : usage,
      describe,
      (builder) => {
        for (const [key, flag] of Object.entries(flags)) {
          if (flag.usage === undefined) builder.option(key, flag.options);
          else builder.positional(key, flag.options);
        }
      },
      async (given: Given) => {
        rejectUnknown(command, given);
        done(await handle(given));
      },
    );
  }
  return parser;
}

/** `--until -1s` as `--until=-1s`: no flag begins with a digit, and what the value lacks is for its reader to say. */
function withNegatives(words: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const word of words) {
    const flag = all.at(-1) ?? '';
    if (/^-\d/.test(word) && /^--[a-z][^=]*$/.test(flag)) all.splice(-1, 1, `${flag}=${word}`);
    else all.push(word);
  }
  return all;
}

function rejectUnknownCommand([first]: readonly string[]): void {
  if (first === undefined || first.startsWith('-') || isCommandName(first)) return;
  throw new UsageError(
    `${noSuch('command', first, COMMAND_NAMES)} Commands: ${COMMAND_NAMES.join(', ')}. To run a scenario: sim --scenario ${first}`,
  );
}

/** What yargs would not tell from something else. */
function rejectWrongWords(words: readonly string[], commands: readonly Command[]): void {
  const flags = new Map(commands.flatMap((command) => Object.entries(command.flags)));
  const sentences = wrongWords(words).map(({ flag, name }) => {
    const near = suggest(name.split('.', 1)[0] ?? '', [...flags.keys()]);
    return `there is no flag ${flag}${near === undefined ? '' : `; did you mean --${near}?`}`;
  });
  for (const [index, word] of words.entries()) {
    const [, name = '', value] = /^--([^=]+)(=.*)?$/s.exec(word) ?? [];
    const flag = flags.get(name);
    if (flag === undefined) continue;
    if (flag.options.type === 'boolean' && value !== undefined && !/^=(true|false)$/.test(value))
      sentences.push(`--${name} takes no value; write --${name} alone`);
    // The next word is a flag, or there is none.
    const isAlone = value === undefined && /^(--?[a-z].*)?$/i.test(words[index + 1] ?? '');
    if (flag.options.array === true && isAlone) sentences.push(`--${name} needs a value`);
  }
  if (sentences.length > 0)
    throw new UsageError(`${sentences.join('\n     ')}\n     See: ${NAME} ${commands[0]?.name ?? ''} --help`);
}

function rejectUnknown({ name, flags, lacks = {} }: Command, given: Given): void {
  const aliases = Object.values(flags).flatMap(({ options }) => options.alias ?? []);
  const known = new Set([...Object.keys(flags), ...aliases, ...ALWAYS_KNOWN]);
  const names = Object.keys(flags).filter((key) => flags[key]?.usage === undefined);
  const wrong = Object.keys(given).filter((key) => !known.has(key));
  const sentences = wrong.map((key) => {
    const why = Object.hasOwn(lacks, key) ? lacks[key] : undefined;
    if (why !== undefined) return `--${key}: ${why}`;
    const near = suggest(key, names);
    return `there is no flag ${key.length === 1 ? '-' : '--'}${key}${near === undefined ? '' : `; did you mean --${near}?`}`;
  });
  const extra = given['_'];
  const commandWords = Array.isArray(extra) ? extra.slice(extra[0] === name ? 1 : 0) : [];
  if (commandWords.length > 0) sentences.push(`${name} does not take "${commandWords.join(' ')}"`);
  if (sentences.length > 0)
    throw new UsageError(`${sentences.join('\n     ')}\n     See: ${NAME} ${name} --help`);
}
