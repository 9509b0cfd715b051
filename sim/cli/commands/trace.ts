import { renderFoundEvents } from '../../../reports/query-text.ts';
import { duration } from '../../../settings/index.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onOff, parsed, words } from '../flags/flags.ts';
import type { ValuesOf } from '../flags/flags.ts';
import { quantityFlag } from '../flags/quantity-flag.ts';
import { print, terminal } from '../output/terminal.ts';
import { QUERY_USAGE, queryOf, queryTrace } from '../traces/trace-query.ts';
import { UsageError } from '../usage-error.ts';
import { verifyTrace } from '../traces/verify-trace.ts';
import { command } from './command.ts';

const USAGE = `say what to do with which file: trace verify FILE, or ${QUERY_USAGE}`;

/** As many hex digits as a report prints of a fingerprint. */
const DIGITS_MIN = 12;

const FLAGS = {
  words: words('[words..]', 'verify or query, the file that --trace wrote, and what is asked'),
  fingerprint: parsed('verify: what it must be; the first 12 digits will do', digitsOf),
  same: parsed('query: fields that both events must have in common, e.g. device,reading', namesIn),
  within: quantityFlag(duration('query: both events are at most so far apart', { otherwise: 'any time' })),
  json: onOff('query: all that were found, as a JSON array of { number, event }'),
};

type Asked = ValuesOf<typeof FLAGS>;

export const traceCommand = command({
  name: 'trace',
  describe:
    'trace verify FILE: compute the fingerprint of a trace again; trace query FILE: find events in it, such as those that no other came before',
  flags: FLAGS,
  handle: async (asked) => {
    const [action, file, ...more] = asked.words;
    if (file !== undefined && action === 'verify') return verifyFile(file, more, asked);
    if (file !== undefined && action === 'query') return queryFile(file, more, asked);
    throw new UsageError(USAGE);
  },
});

async function verifyFile(
  file: string,
  more: readonly string[],
  { fingerprint: wanted, same, within, json }: Asked,
): Promise<ExitCode> {
  if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
  if (same.length > 0 || within !== null || json)
    throw new UsageError('--same, --within and --json belong to trace query');
  const runs = await verifyTrace(file);
  for (const { events, fingerprint } of runs) print(`${fingerprint}  ${events} events`);
  if (wanted === undefined) return EXIT.passed;
  const others = runs.filter(({ fingerprint }) => !fingerprint.startsWith(wanted));
  if (others.length === 0) return EXIT.passed;
  print(`NOT THE SAME  wanted ${wanted}`);
  return EXIT.failed;
}

/** As `grep` does, the code says whether anything was found. */
async function queryFile(
  file: string,
  patterns: readonly string[],
  { fingerprint, same, within, json }: Asked,
): Promise<ExitCode> {
  if (fingerprint !== undefined) throw new UsageError('--fingerprint belongs to trace verify');
  const query = queryOf(patterns, { same, withinMs: within });
  const { asked, found } = await queryTrace(file, query);
  print(json ? JSON.stringify(found, null, 2) : renderFoundEvents(query, found, { ...terminal(), asked }));
  return found.length > 0 ? EXIT.passed : EXIT.nothingMatched;
}

function namesIn(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function digitsOf(text: string | undefined, flag: string): string | undefined {
  const digits = text?.toLowerCase();
  if (digits === undefined || new RegExp(`^[0-9a-f]{${DIGITS_MIN},64}$`).test(digits)) return digits;
  throw new UsageError(`${flag} must be ${DIGITS_MIN} to 64 hexadecimal digits`);
}
