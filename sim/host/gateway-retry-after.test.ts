import { expect, test } from 'vitest';
import { parseRetryAfterMs } from '../../protocol/index.ts';
import { inForm } from './gateway-retry-after.ts';
import type { RetryAfterForm } from './gateway-retry-after.ts';

/** The example of RFC 9110 §5.6.7 is Sun, 06 Nov 1994 08:49:37 GMT: 1,500 ms before it, 1.5 s later are asked for. */
const NOW_MS = Date.UTC(1994, 10, 6, 8, 49, 35, 500);

function never(): number {
  throw new Error('nothing is to be drawn');
}

test.for([
  ['seconds', '2'],
  ['date', 'Sun, 06 Nov 1994 08:49:38 GMT'],
  ['rfc850', 'Sunday, 06-Nov-94 08:49:38 GMT'],
  ['asctime', 'Sun Nov  6 08:49:38 1994'],
  ['hours', '7200'],
  ['month', '2592000'],
  ['past', 'Sun, 06 Nov 1994 07:49:35 GMT'],
  ['garbage', 'in a moment'],
] as const)('2 s as %s are %s', ([form, header]) => {
  // 35.5 s + 2 s = 37.5 s, which no date can say: the next whole second.
  expect(inForm(form, '2', NOW_MS, never)).toBe(header);
});

test.for(['date', 'rfc850', 'asctime'] as const)(
  'what is asked for as %s is never less than before',
  (form) => {
    for (const seconds of ['1', '59', '86400', '2678400']) {
      const askedMs = parseRetryAfterMs(inForm(form, seconds, NOW_MS, never), NOW_MS);
      expect(askedMs).toBe(Number(seconds) * 1_000 + 500);
    }
  },
);

test('mixed draws one for each answer, and never hours or a month', () => {
  const forms: RetryAfterForm[] = ['seconds', 'date', 'rfc850', 'asctime', 'past', 'garbage'];
  const drawn = forms.map((_, index) => inForm('mixed', '2', NOW_MS, () => (index + 0.5) / forms.length));
  expect(drawn).toEqual(forms.map((form) => inForm(form, '2', NOW_MS, never)));
});

test('a header that asks for nothing stays as it is', () => {
  expect(inForm('date', 'soon', NOW_MS, never)).toBe('soon');
});
