import { expect, test } from 'vitest';
import { INVALID_KINDS, invalidMessage } from './invalid-message.ts';
import { isMessage, messageSchema } from './message.ts';

const MESSAGE = {
  device_id: 'device-001',
  sequence_id: 7,
  timestamp: '2026-01-01T00:00:00.000Z',
  values: { temperature_c: 21.5, humidity_pct: 40 },
};

/** What arrives of it, as JSON has no `undefined` and no NaN. */
function asSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test.for(INVALID_KINDS)('%s breaks one field, and nothing else is wrong', (kind) => {
  const sent = asSent(invalidMessage(MESSAGE, kind));
  expect(isMessage(sent)).toBe(false);
  const issues = messageSchema.safeParse(sent).error?.issues ?? [];
  const wrong = issues.map(({ path: [field], code }) => (code === 'unrecognized_keys' ? 'firmware' : field));
  expect(new Set(wrong).size).toBe(1);
  const field = String(wrong[0]);
  const { [field]: _, ...rest } = { ...(sent as Readonly<Record<string, unknown>>) };
  const { [field]: _good, ...others } = MESSAGE as Readonly<Record<string, unknown>>;
  expect(rest).toEqual(others);
});

test.for([0, 2 ** 51 + 1, 2 ** 52, 2 ** 53 - 1])('the number next to %d is that of no reading', (number) => {
  const sent = asSent(invalidMessage({ ...MESSAGE, sequence_id: number }, 'fractional_sequence_id'));
  expect(isMessage(sent)).toBe(false);
});

test('each kind is another message', () => {
  const texts = INVALID_KINDS.map((kind) => JSON.stringify(asSent(invalidMessage(MESSAGE, kind))));
  expect(new Set(texts).size).toBe(INVALID_KINDS.length);
});
