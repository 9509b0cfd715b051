import { statSync } from 'node:fs';
import { join } from 'node:path';
import { blobLine, hasPassed, mergeBlobs } from '../../sweep/index.ts';
import type { Merged, NamedBlob } from '../../sweep/index.ts';
import { EXIT, gravest } from '../exit-code.ts';
import { whyUnwritten } from '../file-text.ts';
import { onOff, text, words } from '../flags/flags.ts';
import { pasteRun } from '../flags/paste-line.ts';
import { chosenReporters, REPORTER_FLAG } from '../flags/reporter-flag.ts';
import { readSweepFile } from '../sweep/sweep-file.ts';
import { earnedBy, sweepReport } from '../sweep/sweep-report.ts';
import { namedAgain } from '../sweep/swarm-worlds.ts';
import { say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { writeReports } from '../output/write-reports.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

export const mergeCommand = command({
  name: 'merge',
  describe: 'Join the shards of a sweep, and judge them as one',
  flags: {
    files: words('[files..]', 'What each shard wrote with --out'),
    out: text('Keep the whole here, as one shard would have written it'),
    ...REPORTER_FLAG,
    json: onOff('As --reporter json'),
  },
  handle: async ({ files, out, reporter, json }, given) => {
    const chosen = chosenReporters(reporter, json, process.env);
    if (files.length === 0) throw new UsageError('name what the shards wrote, e.g. merge shard-*.jsonl');
    const merged = mergeBlobs(files.map(named));
    if (!merged.ok)
      throw new UsageError(
        `these shards are no whole:\n${merged.problems.map((one) => `  ${one}`).join('\n')}`,
      );
    const { head, runs } = merged.merged;
    const report = sweepReport({
      command: 'merge',
      head,
      runs,
      stories: new Map(),
      small: [],
      scenarioOf: () => null,
      pasteOf: (scenario, seed) => pasteRun({ ...given, scenario: namedAgain({ scenario, seed }), seed }),
      // By which flags each world was changed, no shard says.
      worldOf: () => null,
      cutShort: null,
      isBroken: false,
      pace: '',
    });
    const code = await writeReports(report, chosen, earnedBy(report, runs, false));
    const unkept = out === undefined ? null : keep(out, merged.merged);
    if (unkept === null) return code;
    say(`${NAME}: ${unkept}`);
    return gravest([code, EXIT.unwritten]);
  },
});

function named(file: string): NamedBlob {
  const blob = readSweepFile(file);
  if (blob === null) throw new UsageError(`${file}: ${whyNothing(file)}`);
  return { name: file, blob };
}

function whyNothing(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return 'there is no such file. Name what each shard wrote with --out.';
  if (found.isDirectory()) return `it is a folder. Name the files in it: ${join(file, '*.jsonl')}`;
  if (found.isFile()) return 'it is empty: its shard has not begun. Run that shard first.';
  return 'it is no file. Name what each shard wrote with --out.';
}

/** Null, or why it could not be written. */
function keep(path: string, { head, runs }: Merged): string | null {
  const failed = runs.filter(({ record }) => !hasPassed(record)).length;
  const end = { end: { runs: runs.length, failed } };
  return whyUnwritten(path, [head, ...runs, end].map(blobLine).join(''), `--out ${path}`);
}
