import { expect, test } from 'vitest';
import { parseTraceparent, traceparentText } from './traceparent.ts';

/** The example of the recommendation, §3.2.2.5. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

test.for([
  [`00-${TRACE}-${SPAN}-01`, true],
  [`00-${TRACE}-${SPAN}-00`, false],
  // Of the flags the last bit alone means "sampled"; others are not known yet.
  [`00-${TRACE}-${SPAN}-ff`, true],
  [`00-${TRACE}-${SPAN}-fe`, false],
  // A later version may say more.
  [`cc-${TRACE}-${SPAN}-01-what-else`, true],
  [`cc-${TRACE}-${SPAN}-01`, true],
] as const)('%s is read', ([text, isSampled]) => {
  expect(parseTraceparent(text)).toStrictEqual({ traceId: TRACE, spanId: SPAN, isSampled });
});

test.for([
  '',
  TRACE,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE}-${SPAN}-1`,
  `00-${TRACE}-${SPAN}-01-more`,
  `cc-${TRACE}-${SPAN}-01more`,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.slice(1)}-${SPAN}-01`,
  ` 00-${TRACE}-${SPAN}-01`,
  // Two headers, as Node puts them together.
  `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
])('%j is none', (text) => {
  expect(parseTraceparent(text)).toBeNull();
});

test('what is written is read again', () => {
  for (const isSampled of [true, false]) {
    const parent = { traceId: TRACE, spanId: SPAN, isSampled };
    expect(parseTraceparent(traceparentText(parent))).toStrictEqual(parent);
  }
});
