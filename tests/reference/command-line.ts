import type { Options } from 'yargs';
import { COMMANDS } from '../../sim/cli/command-line.ts';
import type { Command } from '../../sim/cli/commands/command.ts';
import { code, table } from './markdown.ts';
import type { Page } from './markdown.ts';

export async function commandLine(): Promise<Page> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load): Promise<Command> => load()));
  return {
    title: 'The command line',
    intro:
      'The commands of `npm run sim --` and their flags; `run` is meant when none is named. Results go to stdout, ' +
      'everything else to stderr; `NO_COLOR`, `TERM=dumb` and a pipe give plain text, and a name that does not exist gets ' +
      'a suggestion. [Exit codes](exit-codes.md) have a page of their own.',
    parts: commands.flatMap(about),
  };
}

function about({ name, describe, flags }: Command): readonly string[] {
  const all = Object.entries(flags);
  const words = all.flatMap(([, { usage, options }]) =>
    usage === undefined ? [] : [`What may follow, ${code(usage)}: ${options.describe ?? ''}.`],
  );
  const rows = all.flatMap(([flag, { usage, options }]) => (usage === undefined ? [row(flag, options)] : []));
  return [
    `## ${name}`,
    `${describe}.`,
    ...words,
    ...(rows.length === 0 ? [] : [table(['flag', 'what it does', 'default'], rows)]),
  ];
}

function row(flag: string, { alias, array, describe, defaultDescription }: Options): readonly string[] {
  const letter = typeof alias === 'string' ? `, ${code(`-${alias}`)}` : '';
  return [
    `${code(`--${flag}`)}${letter}`,
    `${describe ?? ''}${array === true ? '; several may follow, or the flag again' : ''}`,
    defaultDescription ?? '—',
  ];
}
