import { DEVICE_PROGRAM } from '../../device/program/program-settings.ts';
import { EDGE_PROGRAM } from '../../edge/server/program-settings.ts';
import type { Program } from '../../program/parse-flags.ts';
import { flagsOf } from '../../settings/flags.ts';
import type { AnyQuantity } from '../../settings/quantity.ts';
import type { Keys } from '../../settings/section.ts';
import { code, table } from './markdown.ts';
import type { Page } from './markdown.ts';
import { allowedOf, writtenDefault } from './setting-words.ts';

export function programs(): Page {
  return {
    title: 'The two programs',
    intro:
      'The flags of the edge and the device when they run for real, and their exit codes; ' +
      '[the two programs](../programs.md) tells what they do. A flag can be a variable too, and wins over it. Most are ' +
      'settings of [`edge`](scenario-file.md#edge) and [`device`](scenario-file.md#device) in a scenario, under the same names.',
    parts: [...about(EDGE_PROGRAM), ...about(DEVICE_PROGRAM)],
  };
}

function about<K extends Keys>(program: Program<K>): readonly string[] {
  const { command, does, prefix, settings, defaults, exitCodes } = program;
  return [
    `## ${command.replace(/ --$/, '')}`,
    `${does} Each variable begins with ${code(prefix)}: ${code('--log-level')} is ${code(`${prefix}LOG_LEVEL`)}.`,
    table(
      ['flag', 'what it is', 'what may be given', 'default'],
      flagsOf(settings, defaults).map(({ name, path, setting, standard }) => [
        code(`--${name}`),
        setting.doc,
        allowedOf(setting),
        standard === null ? absent(setting, path.length > 1) : code(standard),
      ]),
    ),
    table(['exit code', 'meaning'], Object.entries(exitCodes)),
  ];
}

/** `inside`: of a section that is off, until one of its flags is given. */
function absent(setting: AnyQuantity, inside: boolean): string {
  if (!inside) return '—';
  return setting.standard === null ? 'off' : `off; when on ${code(writtenDefault(setting))}`;
}
