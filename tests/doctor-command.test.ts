import { expect, test } from 'vitest';
import { simInTurn } from './command-session.ts';

test('what can’t be seen of an app is named, with the line that would show it', async () => {
  const { code, stdout } = await simInTurn(['doctor', '--edge', './examples/express-app.ts']);
  expect(stdout).toMatch(/– accepted-once +not observable: the edge does not say what it\n/);
  expect(stdout).toContain('    export const createEdge = () => ({ handler: app, accepted: () => rows });\n');
  expect(stdout).toMatch(/\n1\d of 13 invariants can be judged\.\n$/);
  // The device is ours, and says all it can.
  expect(stdout).not.toContain('outbox: () =>');
  expect(code).toBe(0);
});

test('a line that stands there already is not asked for', async () => {
  const { stdout } = await simInTurn(['doctor', '--edge', './examples/express-edge.ts']);
  expect(stdout).toMatch(/✓ accepted-once +held, tested 60 times\n/);
  expect(stdout).not.toContain('export const createEdge');
});

test.for<readonly [words: readonly string[], told: RegExp]>([
  [[], /^sim: name what to look at, e\.g\. doctor --edge src\/app\.ts/],
  [['--edge', 'no-such.ts'], /no-such\.ts/],
])('`doctor %s` says what is wrong', async ([words, told]) => {
  const { code, stdout, stderr } = await simInTurn(['doctor', ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(told);
});
