import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JSON_DEPTH_MAX, strictParse } from './strict-json.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** What the rules allow: no -0, no integer beyond 2^53 − 1 that prints without an exponent, no forbidden key. */
const allowedNumber = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((value) => !Object.is(value, -0))
  .filter((value) => Number.isSafeInteger(value) || !/^-?\d+$/.test(String(value)));
const text = fc.string({ unit: 'binary' });
const allowedValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 8 },
    fc.constantFrom(null, true, false),
    allowedNumber,
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      text.filter((key) => !FORBIDDEN.has(key)),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

describe('strictParse', () => {
  test('gives back every allowed value that was printed as JSON, as text and as bytes', () => {
    fc.assert(
      fc.property(allowedValue, fc.constantFrom(undefined, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        expect(strictParse(json)).toStrictEqual({ ok: true, value });
        expect(strictParse(Buffer.from(json))).toStrictEqual({ ok: true, value });
      }),
    );
  });

  test('refuses all that JSON.parse refuses', () => {
    // Damage to valid JSON is where two parsers differ, if they do.
    const damaged = fc
      .tuple(
        allowedValue,
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e', '\\', ' ', '\n'),
      )
      .map(([value, at, patch]) => {
        const json = JSON.stringify(value);
        const position = at % (json.length + 1);
        return json.slice(0, position) + patch + json.slice(position + (patch === '' ? 1 : 0));
      });
    fc.assert(
      fc.property(damaged, (json) => {
        const parsed = strictParse(json);
        if (parsed.ok) expect(parsed.value).toStrictEqual(JSON.parse(json));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes a tree of 32 levels and refuses 33', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(strictParse(nested(JSON_DEPTH_MAX)).ok).toBe(true);
    expect(strictParse(nested(JSON_DEPTH_MAX + 1))).toStrictEqual({
      ok: false,
      message: 'nested deeper than 32 levels',
      position: 32,
    });
    // 7,000 levels fit in 14 KB.
    expect(strictParse(nested(7000)).ok).toBe(false);
  });

  test('counts levels, not containers', () => {
    expect(strictParse(`[${Array(40).fill('{}').join(',')}]`).ok).toBe(true);
  });

  test('leaves no prototype touched', () => {
    strictParse('{"__proto__":{"admin":true}}');
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test('takes the names of inherited members as any other key', () => {
    const parsed = strictParse('{"toString":1,"hasOwnProperty":2}');
    expect(parsed.ok && JSON.stringify(parsed.value)).toBe('{"toString":1,"hasOwnProperty":2}');
  });

  test.for([
    ['', 'there is no JSON value', 0],
    ['   ', 'there is no JSON value', 3],
    ['{', 'expected a key in double quotes', 1],
    ['{"a"}', 'expected a colon', 4],
    ['{"a":1', 'expected a comma or a closing brace', 6],
    ['{"a":1,}', 'expected a key in double quotes', 7],
    ["{'a':1}", 'expected a key in double quotes', 1],
    ['[1,]', 'expected a JSON value', 3],
    ['[1 2]', 'expected a comma or a closing bracket', 3],
    ['1 2', 'the JSON value ends here, but text follows', 2],
    ['NaN', 'expected a JSON value', 0],
    ['nul', 'expected a JSON value', 0],
    ['Infinity', 'expected a JSON value', 0],
    ['+1', 'expected a JSON value', 0],
    ['.5', 'expected a JSON value', 0],
    ['5.', 'expected a digit', 2],
    ['5e', 'expected a digit', 2],
    ['-', 'expected a digit', 1],
    ['012', 'a number must not begin with 0', 0],
    ['-01', 'a number must not begin with 0', 0],
    ['0x1f', 'the JSON value ends here, but text follows', 1],
    ['9007199254740992', 'an integer must be within ±9007199254740991', 0],
    ['-9007199254740992', 'an integer must be within ±9007199254740991', 0],
    ['[1e400]', 'this number is too large for a double', 1],
    ['-1e400', 'this number is too large for a double', 0],
    ['{"sequence_id":1.00000000000000000001}', 'this must be a whole number as it is written', 15],
    ['{"sequence_id":9007199254740990.9}', 'this must be a whole number as it is written', 15],
    ['{"sequence_id":1e-400}', 'this must be a whole number as it is written', 15],
    ['{"a":{"sequence_id":-1e-400}}', 'this must be a whole number as it is written', 20],
    ['{"a":1,"a":2}', 'this key appears twice in one object', 7],
    ['{"a":1,"\\u0061":2}', 'this key appears twice in one object', 7],
    ['{"__proto__":1}', 'the keys __proto__, constructor and prototype are not allowed', 1],
    ['{"a":{"constructor":1}}', 'the keys __proto__, constructor and prototype are not allowed', 6],
    ['{"\\u0070rototype":1}', 'the keys __proto__, constructor and prototype are not allowed', 1],
    ['\ufeff{}', 'a byte order mark is not allowed', 0],
    ['"\\ud800"', 'a lone surrogate is not allowed', 1],
    ['"\\udc00"', 'a lone surrogate is not allowed', 1],
    ['"\\ud800\\u0041"', 'a lone surrogate is not allowed', 1],
    ['"\ud800"', 'a lone surrogate is not allowed', 1],
    ['"\udc00\ud800"', 'a lone surrogate is not allowed', 1],
    ['"a', 'the text ends within a string', 2],
    ['"a\\', 'this escape is not JSON', 2],
    ['"\\x41"', 'this escape is not JSON', 1],
    ['"\\u00g0"', '\\u must be followed by four hex digits', 3],
    ['"a\nb"', 'a control character must be escaped in a string', 2],
  ] as const)('refuses %j', ([json, message, position]) => {
    expect(strictParse(json)).toStrictEqual({ ok: false, message, position });
  });

  test.for([
    ['"\\ud83d\\ude00"', '😀'],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['1e-400', 0],
    ['0', 0],
    ['1.50E+2', 150],
    // 2^53 + 2 with a fraction is a measurement, not a count.
    ['9007199254740994.0', 9007199254740994],
    [' [ ] ', []],
  ] as const)('takes %j', ([json, value]) => {
    expect(strictParse(json)).toStrictEqual({ ok: true, value });
  });

  test.for([
    // A stray continuation byte, an overlong slash, a surrogate in UTF-8, a cut character, UTF-16.
    [[0x22, 0x80, 0x22], 1],
    [[0x22, 0xc0, 0xaf, 0x22], 1],
    [[0x22, 0xed, 0xa0, 0x80, 0x22], 1],
    [[0x22, 0x41, 0xe2, 0x82], 2],
    [[0xff, 0xfe, 0x7b, 0x00], 0],
  ] as const)('refuses the bytes %j', ([bytes, position]) => {
    expect(strictParse(Uint8Array.from(bytes))).toStrictEqual({
      ok: false,
      message: 'the body is not valid UTF-8',
      position,
    });
  });

  test('reads only its part of a shared buffer', () => {
    const shared = Buffer.from('xx{"a":1}yy');
    expect(strictParse(shared.subarray(2, 9))).toStrictEqual({ ok: true, value: { a: 1 } });
  });
});

describe('the short cut for plain texts', () => {
  /** Pieces that texts are made of, right and wrong. */
  const piece = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '"__proto__"', '"constructor"', '"\\u0061"', '""', ' '],
    ...['0', '-0', '1', '-1', '1.50', '1e2', '1e400', '9007199254740991', '9007199254740992', 'true', 'null'],
    ...['{"a":', '{"b":1,', '{"a":1,"a":2}', '{"__proto__":1}', '\ud800', '😀', '\ufeff'],
  );
  const text = fc.oneof(
    fc.json(),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.integer({ min: 28, max: 36 }).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  );

  test('takes and refuses the same as the parser, with the same words', () => {
    fc.assert(
      fc.property(text, (json) => {
        // A blank in front is allowed, and keeps a text out of the short cut. A mark is only one at the very beginning.
        fc.pre(!json.startsWith('\ufeff'));
        const parsed = strictParse(` ${json}`);
        const expected = parsed.ok ? parsed : { ...parsed, position: parsed.position - 1 };
        expect(strictParse(json)).toStrictEqual(expected);
      }),
      { numRuns: 5_000 },
    );
  });
});
