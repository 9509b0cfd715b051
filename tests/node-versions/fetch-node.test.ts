import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../command.ts';
import { differenceInWords } from './differing.ts';
import { isUnreachable } from './fetch-node.ts';
import { goldenFingerprints } from '../golden.ts';
import { goldenRuns } from './golden-runs.ts';
import { NODE_PACKAGES } from './node-packages.ts';

test.for([
  ['npm error code ENOTFOUND', true],
  ['npm error code EAI_AGAIN\nnpm error network request failed', true],
  ['npm error code ECONNREFUSED', true],
  // The registry answers: a failure, not an excuse.
  ['npm error code E404\nnpm error 404 Not Found', false],
  ['npm error code ETARGET', false],
  ['npm error code EINTEGRITY', false],
  ['', false],
] as const)('of npm, %j says that no registry answers: %o', ([said, unreachable]) => {
  expect(isUnreachable(said)).toBe(unreachable);
});

describe('the golden runs', () => {
  const whole = goldenRuns(false);
  const short = goldenRuns(true);

  test('are all there are over direct, and some through HTTP', () => {
    const fingerprints = [...goldenFingerprints().values()].flatMap((seeds) => [...seeds.values()]);
    expect(whole.filter(({ transport }) => transport === 'direct').map((run) => run.fingerprint)).toEqual(
      fingerprints,
    );
    expect(whole.filter(({ transport }) => transport === 'supertest').length).toBeGreaterThan(2);
  });

  test('are a few of the same in the short form', () => {
    expect(short.length).toBeLessThan(10);
    expect(whole).toEqual(expect.arrayContaining([...short]));
  });
});

test('a difference names the run, both fingerprints and how to look closer', () => {
  const [run] = goldenRuns(true);
  if (run === undefined) throw new Error('There are no golden runs.');
  const words = differenceInWords('26.0.0', { ...run, outcome: 'passed', found: 'abcdef0123456789' });
  expect(words).toContain(
    `Node 26.0.0: ${run.scenario}, seed ${run.seed}, ${run.transport}: passed, abcdef012345 in place of ${run.fingerprint.slice(0, 12)}`,
  );
  expect(words).toContain(
    `--scenario ${run.scenario} --seed ${run.seed} --transport ${run.transport} --trace`,
  );
});

test('the limits of determinism name each version that is tried', () => {
  const limits = readFileSync(join(ROOT, 'docs', 'determinism.md'), 'utf8');
  for (const { version } of NODE_PACKAGES) expect(limits).toContain(version);
});
