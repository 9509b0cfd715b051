import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listScenarios } from '../scenario/scenario-directory.ts';

/** A scenario that comes with Petrel, as `list` shows it. */
export interface ListedScenario {
  readonly name: string;
  readonly description: string;
}

interface Kept {
  /** All of the files that they were read from. */
  readonly text: string;
  readonly scenarios: readonly ListedScenario[];
}

/**
 * In the folder of a bundle, which is of this very code: files that it has found right before are right, and it need
 * not read them all again, which takes longer than all the rest of `list`. Null for the sources, which may change.
 */
const KEPT_FILE =
  basename(import.meta.filename) === 'bundle.cjs' ? join(import.meta.dirname, 'scenarios.json') : null;

/**
 * The scenarios that come with Petrel, all of them checked.
 * @throws {UsageError} that says all that is wrong with their files.
 */
export async function listedScenarios(): Promise<readonly ListedScenario[]> {
  const text = textOfFiles();
  const kept = read();
  if (kept !== null && kept.text === text) return kept.scenarios;
  const { loadScenarios } = await import('./load-scenarios.ts');
  const names = listScenarios().map(({ name }) => name);
  const scenarios = loadScenarios(names, {}).map(({ scenario: { name, description } }) => ({
    name,
    description,
  }));
  // Not if somebody has edited one meanwhile.
  if (text !== null && text === textOfFiles()) keep({ text, scenarios });
  return scenarios;
}

/** Null where one of them is no file that can be read: the loader will say so. */
function textOfFiles(): string | null {
  try {
    const files = listScenarios().map(({ name, file }) => {
      if (!statSync(file).isFile()) throw new Error(`${file} is no file.`);
      return [name, readFileSync(file, 'latin1')];
    });
    return JSON.stringify(files);
  } catch {
    return null;
  }
}

function read(): Kept | null {
  if (KEPT_FILE === null) return null;
  try {
    const kept: Kept = JSON.parse(readFileSync(KEPT_FILE, 'utf8'));
    return kept;
  } catch {
    return null;
  }
}

/** Whoever reads meanwhile sees all of it or nothing. Where nothing can be written, nothing is. */
function keep(kept: Kept): void {
  if (KEPT_FILE === null) return;
  const unfinished = `${KEPT_FILE}.${process.pid}`;
  try {
    writeFileSync(unfinished, JSON.stringify(kept));
    renameSync(unfinished, KEPT_FILE);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
