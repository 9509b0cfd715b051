import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTokens, DEPTH_MAX, TOKENS_MAX } from './check-tokens.ts';

test('64 levels pass, 65 do not', () => {
  expect(checkTokens('['.repeat(DEPTH_MAX) + ']'.repeat(DEPTH_MAX), 'f').stop).toBe(false);
  expect(checkTokens('['.repeat(DEPTH_MAX + 1), 'f')).toMatchObject({
    stop: true,
    errors: [{ code: 'too-deep', line: 1, col: DEPTH_MAX + 1 }],
  });
});

test.for(['[', '{a: ', '- ', '? ', '- - ? '])('10,000 times %j never reaches the parser', (opening) => {
  expect(checkTokens(opening.repeat(10_000), 'f').stop).toBe(true);
});

test('depth by indentation is counted too', () => {
  const lines = Array.from({ length: 100 }, (_, level) => `${' '.repeat(level)}a:`);
  expect(checkTokens(lines.join('\n'), 'f').stop).toBe(true);
});

test('a long flat list is not deep', () => {
  const items = Array.from({ length: 1_000 }, (_, index) => `- { at: ${index}s, for: 1s }`);
  expect(checkTokens(items.join('\n'), 'f')).toEqual({ stop: false, errors: [] });
});

test('more tokens than any scenario needs are refused before they are parsed', () => {
  expect(checkTokens('a: 1\n'.repeat(TOKENS_MAX), 'f')).toMatchObject({
    stop: true,
    errors: [{ code: 'too-large' }],
  });
});

test('brackets inside of text, quotes and comments do not count', () => {
  const text = `a: "${'['.repeat(200)}"\nb: |\n  ${'['.repeat(200)}\n# ${'['.repeat(200)}\nc: '${'{'.repeat(200)}'\n`;
  expect(checkTokens(text, 'f')).toEqual({ stop: false, errors: [] });
});

test('signs of anchors, aliases and tags inside of text are text', () => {
  expect(checkTokens('a: this & that *and* !those\nb: "&x *x !x"\nc: |\n  &x\n', 'f').errors).toEqual([]);
});

test('text behind the end of the document is refused, for it would not be read', () => {
  const text = "name: y\nduration: 30s\n...\nexpect: { delivered: '>= 200%' }\nnonsense: 1\n";
  expect(checkTokens(text, 'f').errors).toMatchObject([{ code: 'yaml-feature', line: 4, col: 1 }]);
  expect(checkTokens('name: y\nduration: 30s\n... # over\n\n# a comment\n', 'f').errors).toEqual([]);
});

test('no text makes it throw', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '- ',
    '? ',
    ': ',
    'a',
    '\n',
    '  ',
    '"',
    "'",
    '|',
    '&a',
    '*a',
    '---\n',
    '#',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(checkTokens(pieces.join(''), 'f').errors.length).toBeGreaterThanOrEqual(0);
    }),
  );
});
