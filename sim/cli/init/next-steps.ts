import { TEST_FILE } from './first-files.ts';

interface Settled {
  /** The flags of what is under test, with a blank before each; empty: what comes with Petrel. */
  readonly subject: string;
  /** What a scenario that comes with Petrel must be told of the edge, in the same form. */
  readonly set: string;
  readonly program: string;
  /** What stands in the project's `package.json`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The folder with the files, from here; null: it is here. */
  readonly folder: string | null;
}

/** What a test needs that `package.json` does not have. */
function missingIn(manifest: Settled['manifest']): readonly string[] {
  const has = (name: string): boolean =>
    ['dependencies', 'devDependencies'].some((kind) => {
      const listed = manifest[kind];
      return typeof listed === 'object' && listed !== null && name in listed;
    });
  return ['petrel', 'vitest'].filter((name) => manifest['name'] !== name && !has(name));
}

/** Commands, each with what it is good for. */
export function nextSteps({ subject, set, program, manifest, folder }: Settled): readonly string[] {
  const there = folder === null ? '' : `cd ${folder} && `;
  const missing = missingIn(manifest);
  const steps = [
    ...(missing.length === 0
      ? []
      : [[`${there}npm install --save-dev ${missing.join(' ')}`, 'what the test and the workflow need']]),
    [`${there}npx vitest run ${TEST_FILE}`, 'the same as a test, under five seeds'],
    [`${program} sweep --scenario lost-ack --seeds 1..20${subject}${set}`, 'another storm, twenty times'],
    [`${program} list`, 'the scenarios that come with Petrel'],
  ];
  return ['Next', ...steps.flatMap(([command, why]) => [`  ${command}`, `      ${why}`])];
}
