import { extname, join } from 'node:path';
import { partText } from '../../../reports/index.ts';
import { readPlainYaml } from '../../scenario/index.ts';
import { parseFailureFile, printFailureFile } from '../../shrink/index.ts';
import type { FailureFile, Finding } from '../../shrink/index.ts';
import { fileText, whyUnwritten } from '../file-text.ts';
import { namesIn } from '../names-in.ts';
import type { SubjectWords } from '../loading/load-subject.ts';
import { pasteLine } from '../flags/paste-line.ts';
import { UsageError } from '../usage-error.ts';
import { looksLikeFile } from '../loading/user-module.ts';
import type { RecordedSubject } from '../workers/recorded-job.ts';
import { NAME } from '../program-name.ts';

/** Where failures are kept unless told. */
export const FAILURES_DEFAULT = 'failures';
/** A sweep keeps its list of seeds beside them. */
export const CORPUS_NAME = 'corpus.yaml';

/** `failures/storm-accepted-once-seed-42.yaml`: the same failing run goes into the same file again. */
export function failurePath(scenario: string, seed: string, what: string): string {
  const name = `${scenario}-${what}-seed-${seed}`.replace(/[^A-Za-z0-9.-]+/g, '-');
  return `${FAILURES_DEFAULT}/${name}.yaml`;
}

/** The first has this path; of others the name ends in a number. */
function numberedPath(path: string, index: number): string {
  if (index === 0) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${index + 1}${extension}`;
}

/** The command that shows a kept failure again. */
export function pasteReplay(path: string): string {
  return pasteLine({}, {}, ['replay', path]);
}

/**
 * Where a finding is kept: beside others of the same run, by another name.
 * @param taken paths of those before it; this one is added
 */
export function failurePathOf(
  scenario: string,
  seed: string,
  { failure }: Finding,
  taken: Set<string>,
): string {
  const path = failurePath(scenario, seed, failure.signature.split(':')[0] ?? '');
  return freePath(path, taken);
}

/** The first of the paths that end in a number which is not taken; it is from now on. */
export function freePath(path: string, taken: Set<string>): string {
  let index = 0;
  while (taken.has(numberedPath(path, index))) index += 1;
  const free = numberedPath(path, index);
  taken.add(free);
  return free;
}

/** What names the code under test, as flags have it. */
export interface SubjectValues extends SubjectWords {
  readonly interleave: string | null | undefined;
}

/** @param searched the version that searches, and the seed of the failing run */
export function failureFileOf(
  { edge, device, policy, interleave }: SubjectValues,
  { failure, candidate, fingerprint }: Finding,
  { petrel, seed }: Pick<FailureFile, 'petrel' | 'seed'>,
): FailureFile {
  const { signature, message, devices, reading } = failure;
  // A name of ours stands in the scenario.
  const policyFile = policy !== undefined && looksLikeFile(policy) ? policy : null;
  return {
    petrel,
    failure: { signature, message, device: devices[0] ?? null, reading },
    stillFails: null,
    seed,
    subject: {
      edge: edge ?? null,
      device: device ?? null,
      policy: policyFile,
      interleave: interleave !== 'off',
    },
    devices: candidate.devices,
    draws: candidate.draws,
    samples: candidate.samples,
    families: candidate.families,
    fingerprint,
    scenario: candidate.scenario,
  };
}

/** As the file has it, with what acts in it in comments above. */
export function failureText(path: string, file: FailureFile, finding: Finding): string {
  const { explained, candidate, otherSeeds } = finding;
  const needed = explained.map(({ part, isNeeded }) => {
    const word = isNeeded === null ? 'not looked at' : isNeeded ? 'needed' : 'not needed';
    return `  ${partText(part, candidate.scenario)} (${word})`;
  });
  const comments = [
    'A failure, made small. To see it again:',
    `  ${pasteReplay(path)}`,
    ...(needed.length === 0 ? ['It takes no fault.'] : ['What acts in it:', ...needed]),
    ...(otherSeeds.of === 0
      ? []
      : [
          `Under other seeds, with the same draws, it failed in ${otherSeeds.failing} of ${otherSeeds.of} runs.`,
        ]),
  ];
  return printFailureFile(file, comments);
}

/** Null when it is written; else why not, in words. */
export function writeFailureFile(path: string, file: FailureFile, finding: Finding): string | null {
  return whyUnwritten(path, failureText(path, file, finding));
}

/** @throws {UsageError} that says all that is wrong with the file. */
export function readFailureFile(path: string): FailureFile {
  const text = fileText(path);
  if (text === null)
    throw new UsageError(`${path}: there is no such file. Give one that ${NAME} shrink wrote.`);
  if (text.startsWith('{"at":')) {
    const how = `${NAME} open shows it, and ${NAME} trace query finds events in it`;
    throw new UsageError(`${path} is a trace, and no failure that ${NAME} shrink wrote: ${how}.`);
  }
  const plain = readPlainYaml(text);
  if (plain.ok && Array.isArray(plain.value)) {
    const how = `a sweep begins with the runs that stand in its corpus (${NAME} sweep --corpus FILE)`;
    throw new UsageError(`${path} is a list, and no failure that ${NAME} shrink wrote: ${how}.`);
  }
  const read = parseFailureFile(text, path);
  if (read.ok) return read.file;
  throw new UsageError(`${path} is no failure that ${NAME} shrink wrote:\n${read.mistakes.join('\n')}`);
}

/** A failure that is kept, and where. */
export interface KeptFailure {
  readonly path: string;
  readonly file: FailureFile;
}

/**
 * Those of a folder that was named.
 * @throws {UsageError} where it holds none: who names it wants to have some checked.
 */
export function namedFailures(folder: string): readonly KeptFailure[] {
  const kept = keptFailures(folder);
  if (kept.length > 0) return kept;
  throw new UsageError(
    `--failures ${folder}: it holds no failure that was kept; name the folder that \`shrink\` writes to, or leave the flag out.`,
  );
}

/**
 * Every kept failure of a folder, in the order of the names of their files; none where there is no such folder.
 * @throws {UsageError} that says all that is wrong with one of them.
 */
export function keptFailures(folder: string): readonly KeptFailure[] {
  return namesIn(folder, /\.yaml$/)
    .filter((name) => name !== CORPUS_NAME)
    .map((name) => join(folder, name))
    .map((path) => ({ path, file: readFailureFile(path) }));
}

/** What a kept failure runs: what it names, unless the command line names other code. */
export function subjectOf(
  { subject }: FailureFile,
  { edge, device, policy, allowNet }: SubjectWords,
): Pick<RecordedSubject, 'words' | 'interleave'> {
  const words = {
    edge: edge ?? subject.edge ?? undefined,
    device: device ?? subject.device ?? undefined,
    policy: policy ?? subject.policy ?? undefined,
    allowNet,
  };
  return { words, interleave: subject.interleave };
}
