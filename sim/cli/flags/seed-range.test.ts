import { describe, expect, test } from 'vitest';
import { parseSeeds } from './seed-range.ts';
import { UsageError } from '../usage-error.ts';

describe('a list of seeds', () => {
  test.for<readonly [string, readonly string[]]>([
    ['7', ['7']],
    ['0', ['0']],
    ['1..4', ['1', '2', '3', '4']],
    ['5..5', ['5']],
    ['1,2,5', ['1', '2', '5']],
    ['5,1', ['5', '1']],
    ['1..3,20, 8..9', ['1', '2', '3', '20', '8', '9']],
    ['1 .. 3', ['1', '2', '3']],
    // The largest that a number holds exactly, 2^53 − 1.
    ['9007199254740991', ['9007199254740991']],
  ])('%s is read in its order', ([text, seeds]) => {
    expect(parseSeeds(text)).toEqual(seeds);
  });

  test('may be 100,000 long, and no longer', () => {
    expect(parseSeeds('1..100000')).toHaveLength(100_000);
    expect(() => parseSeeds('0..100000')).toThrow('"0..100000" is more than 100000 seeds. Give fewer.');
    expect(() => parseSeeds('1..60000,60001..120000')).toThrow('more than 100000 seeds');
    // Refused by arithmetic, not by counting.
    expect(() => parseSeeds('1..9007199254740991')).toThrow('more than 100000 seeds');
  });

  test.for<readonly [string, string]>([
    ['10..1', '"10..1" runs backwards. Did you mean 1..10?'],
    ['', 'nothing stands between two commas of "". Give whole numbers and ranges'],
    ['1,,2', 'nothing stands between two commas of "1,,2"'],
    ['1..', '"1.." is no whole number. Give whole numbers and ranges, e.g. 1..200'],
    ['..5', '"..5" is no whole number'],
    ['1..2..3', '"1..2..3" is no whole number'],
    ['1-200', '"1-200" is no seed. Did you mean 1..200?'],
    ['1...200', '"1...200" is no seed. Did you mean 1..200?'],
    ['1.200', '"1.200" is no seed. Did you mean 1..200?'],
    ['1:200', 'Did you mean 1..200?'],
    ['-1', '"-1" is no whole number'],
    ['1e3', '"1e3" is no whole number'],
    ['storm', '"storm" is no whole number'],
    ['007', '"007" has zeros in front. Did you mean 7?'],
    ['1..05', '"05" has zeros in front. Did you mean 5?'],
    ['1..5,3', 'seed 3 stands in "1..5,3" more than once. The same seed is the same run'],
    ['9007199254740992', '"9007199254740992" is above 9007199254740991'],
  ])('%j is refused with what to do', ([text, sentence]) => {
    expect(() => parseSeeds(text)).toThrow(UsageError);
    expect(() => parseSeeds(text)).toThrow(`--seeds: `);
    expect(() => parseSeeds(text)).toThrow(sentence);
  });

  test('that is very long is cut in the message', () => {
    expect(() => parseSeeds(`${'1,'.repeat(5_000)}x`)).toThrow(/^.{0,250}$/);
  });
});
