import { expect, test } from 'vitest';
import { wrongWords } from './flag-words.ts';

test.for([
  '--constructor',
  '--toString',
  '--to-string',
  '--toString=1',
  '--__proto__',
  '--__proto__.x',
  '--hasOwnProperty',
  '--no-constructor',
  '--constructor.prototype.a',
  '--seed.x',
  '--=5',
  '-constructor',
])('%s never gets to a parser', (word) => {
  expect(wrongWords(['--seed', '1', word]).map(({ flag }) => flag)).toStrictEqual([word.split('=')[0]]);
});

test.for(['--seed', '--seed=a.b', '-h', '-1', '-0.5', '-', './a.yaml', 'constructor', '--set=a.b=1'])(
  '%s does',
  (word) => {
    expect(wrongWords([word])).toStrictEqual([]);
  },
);

test('what stands behind -- is no flag', () => {
  expect(wrongWords(['--', '--constructor'])).toStrictEqual([]);
});
