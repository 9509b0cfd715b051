import { expect, test } from 'vitest';
import { count, decimal, instant, percent, plural, shareOf, time } from './format.ts';

test.for([
  [0, '0'],
  [999, '999'],
  [4812, '4,812'],
  [-1234, '-1,234'],
  [1_000_000.4, '1,000,000'],
  [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
] as const)('count(%d) is %s', ([value, text]) => {
  expect(count(value)).toBe(text);
});

test.for([
  [0, '0%'],
  [0.0001, '<0.1%'],
  [0.0005, '0.1%'],
  [0.788, '78.8%'],
  [0.9994, '99.9%'],
  [0.99999, '>99.9%'],
  [1, '100%'],
  [1.5, '150.0%'],
] as const)('percent(%d) is %s', ([value, text]) => {
  expect(percent(value)).toBe(text);
});

test.for([
  [0, '0ms'],
  [0.04, '0ms'],
  [9.46, '9.5ms'],
  [101.6, '102ms'],
  [999.4, '999ms'],
  [999.6, '1s'],
  [1250, '1.25s'],
  [59_994, '59.99s'],
  [59_996, '1m00s'],
  [300_000, '5m00s'],
  [3_599_400, '59m59s'],
  [3_599_600, '1h00m'],
  // 26 h 3 min = 93,780 s.
  [93_780_000, '26h03m'],
] as const)('time(%d) is %s', ([value, text]) => {
  expect(time(value)).toBe(text);
});

test('small words', () => {
  expect([decimal(1.5024, 3), decimal(2, 3)]).toEqual(['1.502', '2']);
  expect([instant(12_345_000), plural(1, 'device'), plural(20, 'device')]).toEqual([
    '12.345s',
    '1 device',
    '20 devices',
  ]);
  expect([shareOf(1, 4), shareOf(0, 0)]).toEqual(['25.0%', '']);
});
