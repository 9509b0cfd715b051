import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './command.ts';
import { readFlags, wholeNumber } from './script-flags.ts';

const OPTIONS = {
  rounds: { type: 'string', default: '100' },
  subject: { type: 'string', multiple: true },
  short: { type: 'boolean' },
} as const;

const ALLOWED = 'Allowed: npm run test:crash -- [--rounds 100] [--subject SUBJECT]… [--short]';

test('what is given is read, and the rest has its defaults', () => {
  expect(readFlags('test:crash', OPTIONS, ['--subject', 'a', '--subject=b', '--short'])).toEqual({
    kind: 'values',
    values: { rounds: '100', subject: ['a', 'b'], short: true },
  });
});

test.for([
  [['--round', '7'], 'There is no --round; did you mean --rounds?'],
  [['--banana'], 'There is no --banana.'],
  [['-x'], 'There is no -x.'],
  [['7'], '"7" is not expected: there are only flags.'],
  [['--rounds'], "Option '--rounds <value>' argument missing."],
  [['--short=7'], "Option '--short' does not take an argument."],
] as const)('%j ends a script in a sentence with what is allowed', ([words, says]) => {
  expect(readFlags('test:crash', OPTIONS, words)).toEqual({
    kind: 'end',
    code: 2,
    says: `test:crash: ${says} ${ALLOWED}`,
  });
});

test('help is what was asked for', () => {
  expect(readFlags('test:crash', OPTIONS, ['--help'])).toEqual({ kind: 'end', code: 0, says: ALLOWED });
  const says = 'Allowed: npm run bench, without flags.';
  expect(readFlags('bench', {}, ['-h'])).toEqual({ kind: 'end', code: 0, says });
});

test('a number that is none is no number of rounds', () => {
  expect(wholeNumber('--rounds', '7', 1)).toBe(7);
  for (const text of ['', '0', '1.5', '1e3', '-1', 'x', '9'.repeat(16)])
    expect(() => wholeNumber('--rounds', text, 1)).toThrow(
      `--rounds is ${JSON.stringify(text)}, but must be a whole number, 1 or more.`,
    );
});

test('every script that is started by npm reads its flags in this place', () => {
  const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const started = Object.entries(scripts).flatMap(([name, line]) => {
    const [, file] = /^node .*\b((?:tests|bench|scorecard)\/\S+main\.ts)$/.exec(line) ?? [];
    return file === undefined ? [] : [[name, file] as const];
  });
  expect(started.map(([name]) => name)).toContain('test:crash');
  for (const [name, file] of started)
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(`scriptFlags('${name}', `);
});
