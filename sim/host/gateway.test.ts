import { expect, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import { drawForDelivery, holds, shedAnswer, sheds } from './gateway.ts';
import type { GatewaySettings } from './gateway.ts';

const QUIET: GatewaySettings = {
  overload: { probability: 0, retryAfterMs: null },
  slow: { probability: 0, minMs: 0, maxMs: 0, stage: 'before-commit' },
};

const never = (): number => {
  throw new Error('nothing is to be drawn');
};

test('a gateway in order sheds nothing, holds nothing and draws nothing', () => {
  expect(sheds(QUIET, never)).toBe(false);
  expect(holds(QUIET, never)).toBeNull();
});

test.for([
  { drawn: 0, shed: true },
  { drawn: 0.299, shed: true },
  { drawn: 0.3, shed: false },
  { drawn: 0.999, shed: false },
])('with a probability of 0.3 a draw of $drawn sheds: $shed', ({ drawn, shed }) => {
  const settings = { ...QUIET, overload: { probability: 0.3, retryAfterMs: null } };
  expect(sheds(settings, (purpose) => (purpose === 'overload' ? drawn : never()))).toBe(shed);
});

test('with a probability of 1 everything is shed', () => {
  const settings = { ...QUIET, overload: { probability: 1, retryAfterMs: null } };
  expect(sheds(settings, () => 1 - Number.EPSILON)).toBe(true);
});

test('a delivery is held as long as the draw says, on the side of the edge that the settings name', () => {
  const slow = { probability: 0.5, minMs: 100, maxMs: 300, stage: 'after-commit' as const };
  const draws = new Map([
    ['slow', 0.4],
    ['slow-delay', 0.25],
  ]);
  // 100 ms + 0.25 × 200 ms.
  const held = holds({ ...QUIET, slow }, (purpose) => draws.get(purpose) ?? never());
  expect(held).toStrictEqual({ us: 150_000, stage: 'after-commit' });
  expect(holds({ ...QUIET, slow }, () => 0.5)).toBeNull();
});

test('the answer of a gateway asks for whole seconds, rounded up, or for none', () => {
  const settings = { ...QUIET, overload: { probability: 1, retryAfterMs: 1_200 } };
  expect(shedAnswer(settings)).toMatchObject({
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
    retryAfter: '2',
    echoed: false,
  });
  const without = shedAnswer(QUIET);
  expect(without.retryAfter).toBeNull();
  expect(without.headers).not.toHaveProperty('retry-after');
  expect(JSON.parse(without.body)).toMatchObject({ status: 503 });
});

test('each delivery has draws of its own, the same however often they are taken', () => {
  const random = new KeyedRandom('gateway');
  const draw = (reading: number | null, attempt: number, copy: number): number =>
    drawForDelivery((purpose) => random.stream(`edge/${purpose}`, 'device-001'), {
      device: 'device-001',
      reading,
      attempt,
      copy,
    })('overload');
  const all = [draw(1, 0, 0), draw(1, 1, 0), draw(1, 0, 1), draw(2, 0, 0), draw(null, 0, 0)];
  expect(new Set(all).size).toBe(all.length);
  expect(draw(1, 0, 0)).toBe(all[0]);
});
