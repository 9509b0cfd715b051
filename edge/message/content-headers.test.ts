import { expect, test } from 'vitest';
import { unsupportedContent } from './content-headers.ts';

test.for([
  'application/json',
  'APPLICATION/JSON',
  'application/json;charset=utf-8',
  'application/json ; Charset="utf-8"',
  'application/json;',
  'application/json; profile=x; charset=UTF-8',
])('%s is taken', (type) => {
  expect(unsupportedContent({ 'content-type': type })).toBeUndefined();
});

test.for([
  '',
  'json',
  'application/jsonx',
  'application/json+x',
  'application/vnd.x+json',
  'text/json',
  'application/json, text/plain',
  'application/json; charset=',
  'application/json; charset=utf-16',
  'application/json; charset=utf8',
  'application/json; charset="utf-8',
  'application/json; charset=utf-8; charset=latin1',
])('%j is refused', (type) => {
  expect(unsupportedContent({ 'content-type': type })).toMatch(/Content-Type/);
});

test('a missing or repeated type is refused', () => {
  expect(unsupportedContent({})).toMatch(/Content-Type/);
  expect(unsupportedContent({ 'content-type': ['application/json', 'application/json'] })).toMatch(
    /Content-Type/,
  );
});

test.for(['gzip', 'GZIP', 'br', 'identity, gzip', 'x', ''])('the encoding %j is refused', (encoding) => {
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
  expect(unsupportedContent(headers)).toMatch(/Content-Encoding/);
});

test('the encoding identity is taken', () => {
  expect(
    unsupportedContent({ 'content-type': 'application/json', 'content-encoding': ' Identity ' }),
  ).toBeUndefined();
});
