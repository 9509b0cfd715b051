import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { partText } from '../../reports/index.ts';
import { parseFailureFile, printFailureFile } from '../shrink/index.ts';
import type { FailureFile, Finding } from '../shrink/index.ts';
import { pasteLine } from './paste-line.ts';
import { reasonOf } from './reason-of.ts';
import { UsageError } from './usage-error.ts';
import { makeFolder } from '../../program/make-folder.ts';

/** Where failures are kept unless told. */
const FOLDER = 'failures';

/** `failures/storm-accepted-once-seed-42.yaml`: the same failing run goes into the same file again. */
export function failurePath(scenario: string, seed: string, what: string): string {
  const name = `${scenario}-${what}-seed-${seed}`.replace(/[^A-Za-z0-9.-]+/g, '-');
  return `${FOLDER}/${name}.yaml`;
}

/** The first has this path; of others the name ends in a number. */
export function numberedPath(path: string, index: number): string {
  if (index === 0) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${index + 1}${extension}`;
}

/** The command that shows a kept failure again. */
export function pasteReplay(path: string): string {
  return pasteLine({}, {}, ['replay', path]);
}

/** Null when it is written; else why not, in words. */
export function writeFailureFile(path: string, file: FailureFile, finding: Finding): string | null {
  const { explained, candidate, otherSeeds } = finding;
  const needed = explained.map(({ part, isNeeded }) => {
    const word = isNeeded === null ? 'not looked at' : isNeeded ? 'needed' : 'not needed';
    return `  ${partText(part, candidate.scenario)} (${word})`;
  });
  const comments = [
    'A failure, made small. To see it again:',
    `  ${pasteReplay(path)}`,
    ...(needed.length === 0 ? ['It takes no fault.'] : ['What acts in it:', ...needed]),
    `Under other seeds, with the same draws, it failed in ${otherSeeds.failing} of ${otherSeeds.of} runs.`,
  ];
  try {
    makeFolder(dirname(path));
    writeFileSync(path, printFailureFile(file, comments));
    return null;
  } catch (error) {
    return `${path} could not be written: ${reasonOf(error)}`;
  }
}

/** @throws {UsageError} that says all that is wrong with the file. */
export function readFailureFile(path: string): FailureFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}. Give a file that sim shrink wrote.`);
  }
  const read = parseFailureFile(text, path);
  if (read.ok) return read.file;
  throw new UsageError(`${path} is no failure that sim shrink wrote:\n${read.mistakes.join('\n')}`);
}
