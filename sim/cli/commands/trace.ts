import { EXIT } from '../exit-code.ts';
import { parsed, words } from '../flags.ts';
import { print } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { verifyTrace } from '../verify-trace.ts';
import { command } from './command.ts';

const USAGE = 'say what to do with which file: trace verify FILE';

/** As many hex digits as a report prints of a fingerprint. */
const DIGITS_MIN = 12;

export const traceCommand = command({
  name: 'trace',
  describe: 'trace verify FILE: compute the fingerprint of a trace again',
  flags: {
    words: words('[words..]', 'verify, and the file that --trace wrote'),
    fingerprint: parsed('What it must be; the first 12 digits will do', digitsOf),
  },
  handle: async ({ words, fingerprint: wanted }) => {
    const [action, file, ...more] = words;
    if (action !== 'verify' || file === undefined) throw new UsageError(USAGE);
    if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
    const runs = await verifyTrace(file);
    for (const { events, fingerprint } of runs) print(`${fingerprint}  ${events} events`);
    if (wanted === undefined) return EXIT.passed;
    const others = runs.filter(({ fingerprint }) => !fingerprint.startsWith(wanted));
    if (others.length === 0) return EXIT.passed;
    print(`NOT THE SAME  wanted ${wanted}`);
    return EXIT.failed;
  },
});

function digitsOf(text: string | undefined, flag: string): string | undefined {
  const digits = text?.toLowerCase();
  if (digits === undefined || new RegExp(`^[0-9a-f]{${DIGITS_MIN},64}$`).test(digits)) return digits;
  throw new UsageError(`${flag} must be ${DIGITS_MIN} to 64 hexadecimal digits`);
}
