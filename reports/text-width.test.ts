import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fit, plain, widthOf, wrap } from './text-width.ts';

describe('text on a terminal', () => {
  test('counts wide characters twice, marks not at all and colours not at all', () => {
    expect(widthOf('abc')).toBe(3);
    expect(widthOf('温度')).toBe(4);
    expect(widthOf('e\u0301')).toBe(1);
    expect(widthOf('\u001b[31mred\u001b[39m')).toBe(3);
  });

  test('is cut with a mark that shows it', () => {
    expect(fit('temperature', 11)).toBe('temperature');
    expect(fit('temperature', 5)).toBe('temp…');
    expect(fit('温度計', 4)).toBe('温…');
  });

  test('wraps at spaces, loses no word, and breaks a word only where it must', () => {
    expect(wrap('nothing is lost unseen', 10)).toEqual(['nothing is', 'lost', 'unseen']);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 20 }),
        fc.integer({ min: 1, max: 30 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        },
      ),
    );
  });

  test('keeps nothing that a terminal obeys', () => {
    expect(plain('a\u001b[2Jb\nc\u202ed')).toBe('a b c d');
  });
});
