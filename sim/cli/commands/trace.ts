import { EXIT } from '../exit-code.ts';
import { textOf, textsOf } from '../given.ts';
import { print } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { verifyTrace } from '../verify-trace.ts';
import type { Command } from './command.ts';

const USAGE = 'say what to do with which file: trace verify FILE';

/** As many hex digits as a report prints of a fingerprint. */
const DIGITS_MIN = 12;

export const traceCommand: Command = {
  name: 'trace',
  describe: 'trace verify FILE: compute the fingerprint of a trace again',
  positional: {
    usage: '[words..]',
    key: 'words',
    options: { type: 'string', describe: 'verify, and the file that --trace wrote' },
  },
  options: {
    fingerprint: { type: 'string', describe: 'What it must be; the first 12 digits will do' },
  },
  handle: async (given) => {
    const [action, file, ...more] = textsOf(given, 'words');
    if (action !== 'verify' || file === undefined) throw new UsageError(USAGE);
    if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
    const wanted = textOf(given, 'fingerprint')?.toLowerCase();
    if (wanted !== undefined && !new RegExp(`^[0-9a-f]{${DIGITS_MIN},64}$`).test(wanted)) {
      throw new UsageError(`--fingerprint must be ${DIGITS_MIN} to 64 hexadecimal digits`);
    }
    const runs = await verifyTrace(file);
    for (const { events, fingerprint } of runs) print(`${fingerprint}  ${events} events`);
    if (wanted === undefined) return EXIT.passed;
    const others = runs.filter(({ fingerprint }) => !fingerprint.startsWith(wanted));
    if (others.length === 0) return EXIT.passed;
    print(`NOT THE SAME  wanted ${wanted}`);
    return EXIT.failed;
  },
};
