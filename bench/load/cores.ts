import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Cores that this process may use, in order; none where nobody tells. */
function allowedCores(): readonly number[] {
  try {
    const [, list = ''] =
      /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return list.split(',').flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
  } catch {
    return [];
  }
}

const [generator, server] = spawnSync('taskset', ['--version']).status === 0 ? allowedCores() : [];

/** Whatever one takes of the other's core would be taken for the server's slowness. */
const CORES = generator === undefined || server === undefined ? null : { generator, server };

/** For the report. */
export const HOW_PINNED =
  CORES === null
    ? 'server and generator on whatever core is free (no taskset, or one core): one may starve the other'
    : `the server on core ${CORES.server}, the generator on core ${CORES.generator}`;

/** A command line that runs on the core of who it is. */
export function pinned(
  who: 'generator' | 'server',
  [program, ...words]: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  return CORES === null
    ? [program, ...words]
    : ['taskset', '--cpu-list', String(CORES[who]), program, ...words];
}
