import { expect, test } from 'vitest';
import { isMessage } from '../../protocol/index.ts';
import type { Message } from '../../protocol/index.ts';
import type { Request } from '../net/index.ts';
import { AroundDevice } from './around-device.ts';
import { HostBench } from './testing/host-bench.ts';
import { WireRequest } from './wire/wire-request.ts';

const AT = '2026-01-01T00:00:00.000Z';
const MESSAGES = [4, 5, 6].map((sequence_id): Message => ({
  device_id: 'd-1',
  sequence_id,
  timestamp: AT,
  values: { t: 1 },
}));

/** Requests of readings 4, 5 and 6, or of 4 alone, as they leave a machine that spoils them with this chance. */
function left({ services }: HostBench, type: string, body: string, probability: number): Request {
  const around = new AroundDevice({
    world: services,
    id: 'd-1',
    random: { draw: () => 0.5 },
    settings: {
      drop: { probability: 0 },
      jitter: { probability: 0, maxMs: 0 },
      duplicate: { probability: 0 },
      invalid: { probability },
      timeoutMs: 1_000,
      firstSequence: 0,
    },
    hand() {},
    resend: () => ({ abandon() {} }),
  });
  const request: Request = {
    method: 'POST',
    path: '/ingest',
    headers: { 'content-type': type },
    body,
    timestamp: AT,
    others: [5, 6].map((reading) => ({ reading, attempt: 0, timestamp: AT })),
  };
  return around.leaving({ reading: 4, attempt: 0, request });
}

const JSON_TYPE = 'application/json';
const LINES = 'application/x-ndjson';

test.for([
  ['a message', JSON_TYPE, JSON.stringify(MESSAGES[0]), (json: unknown) => [json]],
  ['a list', JSON_TYPE, JSON.stringify(MESSAGES), (json: unknown) => json],
  ['a list of one', JSON_TYPE, JSON.stringify(MESSAGES.slice(0, 1)), (json: unknown) => json],
  [
    'a list under a name',
    JSON_TYPE,
    JSON.stringify({ readings: MESSAGES }),
    (json: unknown) => json && Object.values(json),
  ],
  ['lines', LINES, MESSAGES.map((one) => `${JSON.stringify(one)}\n`).join(''), (json: unknown) => json],
  ['one line', LINES, `${JSON.stringify(MESSAGES[0])}\n`, (json: unknown) => json],
] as const)('a spoilt message keeps its form: %s', ([, type, body, itemsOf]) => {
  const bench = new HostBench();
  const itemsIn = (request: Request): readonly unknown[] => [itemsOf(new WireRequest(request).json)].flat(2);
  const whole = left(bench, type, body, 0);
  const before = itemsIn(whole);
  const after = itemsIn(left(bench, type, body, 1));
  expect(whole.body).toBe(body);
  expect(before.every(isMessage)).toBe(true);
  expect(after).toHaveLength(before.length);
  for (const [index, spoilt] of after.entries()) {
    expect(spoilt).not.toEqual(before[index]);
    expect(spoilt).toHaveProperty('device_id', 'd-1');
  }
});
