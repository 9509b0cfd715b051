import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { baselineText, readBaseline } from '../../sweep/index.ts';
import type { Baseline } from '../../sweep/index.ts';
import { fileText, writeFileText } from '../file-text.ts';
import { namesIn } from '../names-in.ts';
import { reasonOf } from '../reason-of.ts';
import { UnwrittenError, UsageError } from '../usage-error.ts';

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
    const text = fileText(file);
    if (text === null) return null;
    const read = readBaseline(text);
    if (!read.ok)
      throw new UsageError(`${file} is no baseline: ${read.why}. Mend it, or remove it and check --update.`);
    if (read.baseline.scenario === scenario) return read.baseline;
    throw new UsageError(
      `${file} is the baseline of ${read.baseline.scenario}; a baseline's file has its scenario's name.`,
    );
  }

  /** Scenarios that have a baseline, in the order of their names. */
  names(): readonly string[] {
    return namesIn(this.path, /\.yaml$/).map((file) => file.slice(0, -ENDING.length));
  }

  /** @throws {UnwrittenError} */
  write(baseline: Baseline): void {
    writeFileText(this.fileOf(baseline.scenario), baselineText(baseline));
  }

  /** @throws {UnwrittenError} when it can't be removed. */
  remove(scenario: string): void {
    const file = this.fileOf(scenario);
    try {
      rmSync(file, { force: true });
    } catch (error) {
      throw new UnwrittenError(`${file} could not be removed: ${reasonOf(error)}`);
    }
  }
}
