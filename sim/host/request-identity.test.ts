import { describe, expect, test } from 'vitest';
import { CORRELATION_ID_HEADER } from '../../protocol/index.ts';
import { RequestIdentities } from './request-identity.ts';

const AT = '2026-01-01T00:00:03.000Z';

function body(message: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ device_id: 'device-001', sequence_id: 4, timestamp: AT, values: {}, ...message });
}

const UNKNOWN = { reading: null, timestamp: null };

test('a message of this device says which reading it carries', () => {
  const identity = new RequestIdentities().of('device-001', {}, body());
  expect(identity).toStrictEqual({ reading: 4, timestamp: AT });
});

describe('nothing is told of', () => {
  test.for([
    ['the message of another device', body({ device_id: 'device-002' })],
    ['a number that is none', body({ sequence_id: '4' })],
    ['a fraction', body({ sequence_id: 1.5 })],
    ['a number below 0', body({ sequence_id: -1 })],
    ['a number that a double can not hold', body({ sequence_id: 2 ** 53 })],
    ['a message without a timestamp', body({ timestamp: undefined })],
    ['a list', '[1]'],
    ['null', 'null'],
    ['a text that is no JSON', '{"device_id":'],
    ['no body', ''],
    ['bytes that the network damaged', Uint8Array.of(0xff)],
  ] as const)('%s', ([, text]) => {
    expect(new RequestIdentities().of('device-001', {}, text)).toStrictEqual(UNKNOWN);
  });
});

test('a correlation id that the log tied to a reading tells it where the message does not', () => {
  const identities = new RequestIdentities();
  identities.learn({ correlation_id: 'c-4', sequence_id: 4 });
  const headers = { [CORRELATION_ID_HEADER]: 'c-4' };
  expect(identities.of('device-001', headers, '{')).toStrictEqual({ reading: 4, timestamp: null });
  expect(identities.of('device-001', headers, body({ sequence_id: -1 }))).toStrictEqual({
    reading: 4,
    timestamp: null,
  });
});

test('where log and message differ, the log is right: the message was made wrong on purpose', () => {
  const identities = new RequestIdentities();
  identities.learn({ correlation_id: 'c-4', sequence_id: 4 });
  const identity = identities.of('device-001', { [CORRELATION_ID_HEADER]: 'c-4' }, body({ sequence_id: 5 }));
  expect(identity).toStrictEqual({ reading: 4, timestamp: null });
});

test('the first word on a correlation id stands', () => {
  const identities = new RequestIdentities();
  identities.learn({ correlation_id: 'c', sequence_id: 1 });
  identities.learn({ correlation_id: 'c', sequence_id: 2 });
  identities.learn({ correlation_id: 3, sequence_id: 3 });
  expect(identities.of('device-001', { [CORRELATION_ID_HEADER]: 'c' }, '').reading).toBe(1);
});

test('the oldest correlation ids are forgotten after 10,000', () => {
  const identities = new RequestIdentities();
  for (let reading = 0; reading <= 10_000; reading += 1)
    identities.learn({ correlation_id: `c-${reading}`, sequence_id: reading });
  expect(identities.of('device-001', { [CORRELATION_ID_HEADER]: 'c-0' }, '').reading).toBeNull();
  expect(identities.of('device-001', { [CORRELATION_ID_HEADER]: 'c-1' }, '').reading).toBe(1);
});

test('what a correlation id stood for is forgotten with the end of its reading', () => {
  const identities = new RequestIdentities();
  const fields = { correlation_id: 'c-4', sequence_id: 4 };
  identities.learn(fields);
  identities.forget(fields);
  expect(identities.of('device-001', { [CORRELATION_ID_HEADER]: 'c-4' }, '{').reading).toBeNull();
});
