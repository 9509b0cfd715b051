import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { baselineText, readBaseline } from '../sweep/index.ts';
import type { Baseline } from '../sweep/index.ts';
import { reasonOf } from './reason-of.ts';
import { UsageError } from './usage-error.ts';
import { makeFolder } from '../../program/make-folder.ts';
import { replaceFile } from '../../program/replace-file.ts';

const ENDING = '.yaml';

/** The baselines of a folder, one file for each scenario, named after it. */
export class BaselineFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  fileOf(scenario: string): string {
    return join(this.path, `${scenario}${ENDING}`);
  }

  /**
   * Null where nothing is agreed on yet.
   * @throws {UsageError} for a file that is no baseline, or that of another scenario.
   */
  read(scenario: string): Baseline | null {
    const file = this.fileOf(scenario);
    if (!existsSync(file)) return null;
    const read = readBaseline(textOf(file));
    if (!read.ok)
      throw new UsageError(`${file} is no baseline: ${read.why}. Mend it, or remove it and check --update.`);
    if (read.baseline.scenario === scenario) return read.baseline;
    throw new UsageError(
      `${file} is the baseline of ${read.baseline.scenario}; a baseline's file has its scenario's name.`,
    );
  }

  /** Scenarios that have a baseline, in the order of their names. */
  names(): readonly string[] {
    if (!existsSync(this.path)) return [];
    return readdirSync(this.path)
      .filter((file) => file.endsWith(ENDING))
      .map((file) => file.slice(0, -ENDING.length))
      .toSorted((a, b) => (a < b ? -1 : 1));
  }

  /** @throws {UsageError} when it can't be written. */
  write(baseline: Baseline): void {
    const file = this.fileOf(baseline.scenario);
    try {
      makeFolder(this.path);
      replaceFile(file, baselineText(baseline));
    } catch (error) {
      throw new UsageError(`${file} could not be written: ${reasonOf(error)}`);
    }
  }

  remove(scenario: string): void {
    rmSync(this.fileOf(scenario), { force: true });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}
