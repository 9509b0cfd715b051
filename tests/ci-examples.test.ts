import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../sim/cli/command-line.ts';
import { planSeeds } from '../sim/cli/sweep/seed-plan.ts';
import { parseShard } from '../sim/cli/flags/shard-flag.ts';
import { ROOT } from './command.ts';

/** What of a shell line is said to petrel, with the words of the CI system in place. */
function petrelLines(text: string): readonly (readonly string[])[] {
  const said = text
    .replaceAll('${{ matrix.shard }}', '3')
    .replaceAll('${{ needs.day.outputs.day }}', '2026-11-25')
    .replaceAll('$JOB_COMPLETION_INDEX', '4');
  return [...said.matchAll(/npx petrel ([^\n]+)/g)].map(([, words = '']) => words.trim().split(/\s+/));
}

async function mustKnow(words: readonly string[]): Promise<void> {
  const [name = '', ...rest] = words;
  const known = new Map(Object.entries(COMMANDS));
  const command = await known.get(name)?.();
  const flags = rest.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
  expect(flags.filter((flag) => !Object.hasOwn(command?.flags ?? {}, flag))).toEqual([]);
  const after = (flag: string): string => rest[rest.indexOf(flag) + 1] ?? '';
  if (rest.includes('--seeds')) expect(planSeeds(after('--seeds')).seeds.length).toBeGreaterThan(0);
  if (rest.includes('--shard')) {
    const shard = parseShard(after('--shard'), { JOB_COMPLETION_INDEX: '4', PETREL_SHARDS: '20' });
    expect(shard.index).toBeLessThanOrEqual(shard.of);
  }
}

test.for([
  ['examples/ci/github-actions.yaml', 3],
  ['examples/ci/indexed-job.yaml', 1],
] as const)('%s is YAML, and says what petrel understands', async ([file, commands]) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  expect(parse(text)).toBeTypeOf('object');
  const lines = petrelLines(text);
  expect(lines).toHaveLength(commands);
  for (const words of lines) await mustKnow(words);
});

test('docs/ci.md says what petrel understands', async () => {
  const text = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8');
  const lines = [...text.matchAll(/^npm run sim -- ([^#\n]+)/gm)].map(([, words = '']) =>
    words.trim().split(/\s+/),
  );
  expect(lines.length).toBeGreaterThan(4);
  for (const words of lines) await mustKnow(words);
});

test('the matrix of the workflow is the number of shards', () => {
  const workflow: unknown = parse(readFileSync(join(ROOT, 'examples/ci/github-actions.yaml'), 'utf8'));
  expect(workflow).toMatchObject({
    jobs: { night: { strategy: { matrix: { shard: [1, 2, 3, 4, 5, 6, 7] } } } },
  });
});

test('the job has as many completions as shards', () => {
  const job: unknown = parse(readFileSync(join(ROOT, 'examples/ci/indexed-job.yaml'), 'utf8'));
  const env = [{ name: 'PETREL_SHARDS', value: '20' }];
  expect(job).toMatchObject({
    spec: { completionMode: 'Indexed', completions: 20, template: { spec: { containers: [{ env }] } } },
  });
});

test.for([
  [{ CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' }, '2/5'],
  [{ CI_NODE_INDEX: '0', CI_NODE_TOTAL: '5', HEROKU_TEST_RUN_ID: 'a' }, '1/5'],
  [{ CI_NODE_INDEX: '4', CI_NODE_TOTAL: '5', HEROKU_TEST_RUN_ID: 'a' }, '5/5'],
  [{ CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '4' }, '1/4'],
  [{ BUILDKITE_PARALLEL_JOB: '3', BUILDKITE_PARALLEL_JOB_COUNT: '4' }, '4/4'],
  [{ SYSTEM_JOBPOSITIONINPHASE: '1', SYSTEM_TOTALJOBSINPHASE: '2' }, '1/2'],
  [{ BITBUCKET_PARALLEL_STEP: '0', BITBUCKET_PARALLEL_STEP_COUNT: '3' }, '1/3'],
  [{ SEMAPHORE_JOB_INDEX: '3', SEMAPHORE_JOB_COUNT: '3' }, '3/3'],
  [{ AWS_BATCH_JOB_ARRAY_INDEX: '9', AWS_BATCH_JOB_ARRAY_SIZE: '10' }, '10/10'],
  [{ CLOUD_RUN_TASK_INDEX: '0', CLOUD_RUN_TASK_COUNT: '1' }, '1/1'],
  [{ JOB_COMPLETION_INDEX: '1', PETREL_SHARDS: '2' }, '2/2'],
  // Of a pod of a runner both may be there; GitLab alone says 1 of a job that runs once, without an index.
  [{ CI_NODE_TOTAL: '1', JOB_COMPLETION_INDEX: '0', PETREL_SHARDS: '2' }, '1/2'],
  [{ CI_NODE_TOTAL: '1' }, '1/1'],
] as const)('the shard of %o is %s', ([environment, wanted]) => {
  const { index, of } = parseShard('auto', environment);
  expect(`${index}/${of}`).toBe(wanted);
});

test.for([
  [{ CI_NODE_INDEX: '3', CI_NODE_TOTAL: '2' }, 'CI_NODE_INDEX=3 CI_NODE_TOTAL=2 is no shard'],
  [
    { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '2', HEROKU_TEST_RUN_ID: 'a' },
    'CI_NODE_INDEX which one this is, from 0',
  ],
  [{ CI_NODE_INDEX: '', CI_NODE_TOTAL: '2' }, 'CI_NODE_INDEX= CI_NODE_TOTAL=2 is no shard'],
  [{ CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '2' }, 'CI_NODE_INDEX=x CI_NODE_TOTAL=2 is no shard'],
  [{ CI_NODE_TOTAL: '2' }, 'CI_NODE_INDEX= CI_NODE_TOTAL=2 is no shard'],
  [{ PETREL_SHARDS: '2' }, 'JOB_COMPLETION_INDEX= PETREL_SHARDS=2 is no shard'],
  [{ JOB_COMPLETION_INDEX: '0' }, 'PETREL_SHARDS must say how many there are'],
] as const)('%o is refused: %s', ([environment, says]) => {
  expect(() => parseShard('auto', environment)).toThrow(says);
});
