import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { browserCode } from '../../../reports/html/browser-code.ts';
import { tracePage } from '../../../reports/html/trace-page.ts';
import { EVENTS_DRAWN_MAX, Witness } from '../../../reports/trace/witness.ts';
import type { Witnessed } from '../../../reports/trace/witness.ts';
import { fileText } from '../file-text.ts';
import type { Given } from '../flags/flags.ts';
import { beginsRun, readTrace } from '../traces/read-trace.ts';
import { UsageError } from '../usage-error.ts';

/**
 * A report is a page already; of a trace one is made, and a kept failure is run for it.
 * @throws {UsageError} for a file that is none of them.
 */
export async function pageOfFile(file: string): Promise<string> {
  if (/\.html?$/i.test(file)) {
    const page = fileText(file);
    if (page === null)
      throw new UsageError(`${file}: there is no such file. Give a report that --reporter html=FILE wrote.`);
    return page;
  }
  if (/\.ya?ml$/i.test(file)) {
    const { pageOfFailure } = await import('./failure-page.ts');
    return pageOfFailure(file);
  }
  return tracePage(basename(file), await witnessedIn(file), await browserCode());
}

/** More than the scenarios that come with Petrel; nobody reads a page of more. */
const RUNS_MAX = 100;

/** A file may hold several runs, one behind the other: they share the room of the page. */
async function witnessedIn(file: string): Promise<readonly Witnessed[]> {
  const witnesses: Witness[] = [];
  for await (const event of readTrace(file)) {
    if (witnesses.length === 0 || beginsRun(event)) {
      witnesses.push(new Witness(EVENTS_DRAWN_MAX));
      if (witnesses.length > RUNS_MAX) throw new UsageError(tooManyRuns(file));
      for (const witness of witnesses) witness.limitTo(Math.floor(EVENTS_DRAWN_MAX / witnesses.length));
    }
    witnesses.at(-1)?.observe(event);
  }
  return witnesses.map((witness) => witness.conclude());
}

function tooManyRuns(file: string): string {
  return `${file} holds more than ${RUNS_MAX} runs, and a page shows no more. Cut it in parts: each run begins with a line that has "phase":"faults".`;
}

/**
 * Runs what flags of `run` say, and gives the report that it writes.
 * @throws {UsageError} for what `run` refuses, and where there is no report of the run.
 */
export async function pageOfRun(given: Given): Promise<string> {
  const { runCommand } = await import('../commands/run.ts');
  const folder = mkdtempSync(join(tmpdir(), 'petrel-open-'));
  const file = join(folder, 'run.html');
  try {
    await runCommand.handle({ ...given, reporter: [`html=${file}`], quiet: true });
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError('there is no report of this run: what went wrong stands above.');
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
