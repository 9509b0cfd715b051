import { expect, test } from 'vitest';
import { parsePointer, valueAt } from './json-pointer.ts';

/** The document and the pointers of RFC 6901 §5. */
const DOCUMENT = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

test.for([
  ['', DOCUMENT],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/e^f', 3],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/k"l', 6],
  ['/ ', 7],
  ['/m~0n', 8],
] as const)('"%s" points as RFC 6901 has it', ([text, value]) => {
  expect(valueAt(DOCUMENT, parsePointer(text) ?? ['no pointer'])).toStrictEqual(value);
});

test.for([
  '/foo/2',
  '/foo/00',
  '/foo/-',
  '/foo/length',
  '/constructor',
  '/__proto__',
  '/foo/0/0',
  '/none/deeper',
])('nothing stands at "%s"', (text) => {
  expect(valueAt(DOCUMENT, parsePointer(text) ?? [])).toBeUndefined();
});

test.for(['foo', 'foo/bar', '/a~b', '/a~2', '#/foo'])('"%s" is no pointer', (text) => {
  expect(parsePointer(text)).toBeNull();
});
