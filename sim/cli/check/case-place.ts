import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { CasePlace } from '../../../reports/reporters/report.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A line of a file as CI systems name it: from the root of the repository, wherever in it the command runs. That is the nearest
 * folder above the file with a `.git`, or GITHUB_WORKSPACE, whichever is nearer. A file in neither keeps the name that it has; null
 * for what is no file, such as a flag.
 */
export function casePlace(
  file: string,
  line: number,
  environment: Environment = process.env,
): CasePlace | null {
  const path = resolve(file);
  if (!existsSync(path)) return null;
  const roots = foldersAbove(path).filter(
    (folder) => existsSync(join(folder, '.git')) || isSame(folder, environment['GITHUB_WORKSPACE']),
  );
  const [root] = roots;
  return { file: root === undefined ? file : relative(root, path).split(sep).join('/'), line };
}

/** The nearest first. */
function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

function isSame(folder: string, named: string | undefined): boolean {
  return named !== undefined && named !== '' && resolve(named) === folder;
}
