import { duration, orNone, section, text, word } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { VERSIONS } from '../host/version.ts';

const PLACE = /[/\\]|\.[cm]?[jt]s$/;
const CHARACTERS_MAX = 1_000;

function program(doc: string) {
  return text(doc, {
    standard: 'same',
    example: './next-edge.ts',
    allowed: 'same, built-in, or the file of a module such as ./next.ts',
    isRight: (value) =>
      value === 'same' ||
      value === 'built-in' ||
      (PLACE.test(value) && value.length <= CHARACTERS_MAX && !/\p{C}/u.test(value)),
    hint: (value) => (/^[a-z0-9-]+$/i.test(value) ? `a file of that name is ./${value}.ts` : null),
  });
}

/** Files are found as those of `--edge` and `--device` are: from where the command is run. */
export const NEXT_SETTINGS = section(
  'The next versions of the programs, for windows that restart the edge as it and groups of devices that run it.',
  {
    edge: program('The next edge: a module, built-in, or the same program as before'),
    device: program('The next device: a module, built-in, or the same program as the others run'),
  },
);

/** Those of the next programs that are modules of a user. */
export function modulesIn(next: ValueOf<typeof NEXT_SETTINGS>): readonly ('edge' | 'device')[] {
  return (['edge', 'device'] as const).filter((part) => next[part] !== 'same' && next[part] !== 'built-in');
}

/** Of a group of the fleet. */
export const GROUP_VERSION = word(
  'Which version of the device its devices run: the current one, or that of next.device',
  VERSIONS,
  { what: 'a version', standard: 'current' },
);

/** Of a window of the timeline that restarts the edge. */
export const BOOTED_VERSION = word(
  'Which version of the edge boots where the window ends: the current one, or that of next.edge; without it, the one that went down',
  VERSIONS,
  { what: 'a version' },
);

/** Of a window of the timeline that restarts the edge. */
export const ORDERLY_STOP = orNone(
  duration(
    'The edge does not crash but stops in order: it takes no new request, finishes for so long at most what is open, and is closed; none: it crashes',
    { minMs: 1 },
  ),
);
