import { describe, expect, test } from 'vitest';
import { classifyAnswer, echoes } from './classify-answer.ts';
import type { NoAnswerReason } from '../ports/index.ts';

const expected = { deviceId: 'device-001', sequenceId: 7, acknowledge: 'echo' } as const;
const echo = '{"status":"accepted","device_id":"device-001","sequence_id":7}';
const answered = (status: number, body = '') =>
  ({ kind: 'answered', status, retryAfter: '3', body }) as const;

describe('the retry rule', () => {
  test.for([408, 425, 429, 500, 502, 503, 504])('%i is tried again', (status) => {
    expect(classifyAnswer(answered(status), expected)).toEqual({
      kind: 'transient',
      status,
      reason: 'status',
      retryAfter: '3',
    });
  });

  test.for([400, 401, 403, 404, 405, 410, 413, 415, 417, 418, 422, 431, 451, 499])(
    '%i is the end of the reading',
    (status) => {
      expect(classifyAnswer(answered(status), expected)).toEqual({ kind: 'permanent', status });
    },
  );

  test.for([0, 100, 103, 199, 301, 302, 304, 307, 308, 399, 501, 505, 507, 511, 599, 999])(
    '%i says nothing about the reading, so it is tried again',
    (status) => {
      expect(classifyAnswer(answered(status), expected)).toMatchObject({ kind: 'transient', status });
    },
  );

  test('409 means that an attempt before was committed', () => {
    expect(classifyAnswer(answered(409), expected)).toEqual({ kind: 'duplicate' });
  });

  test.for<NoAnswerReason>(['timeout', 'refused', 'reset', 'unreachable', 'failed'])(
    'no answer (%s) is tried again',
    (reason) => {
      expect(classifyAnswer({ kind: 'no-answer', reason }, expected)).toEqual({
        kind: 'transient',
        status: null,
        reason,
        retryAfter: null,
      });
    },
  );
});

describe('an acknowledgement', () => {
  test.for([200, 201, 202])('is a %i that names the reading', (status) => {
    expect(classifyAnswer(answered(status, echo), expected)).toEqual({ kind: 'acknowledged' });
  });

  test.for([
    ['an empty body', ''],
    ['the login page of a captive portal', '<html>Welcome to the hotel</html>'],
    ['another reading', '{"device_id":"device-001","sequence_id":8}'],
    ['another device', '{"device_id":"device-002","sequence_id":7}'],
    ['the number as text', '{"device_id":"device-001","sequence_id":"7"}'],
    ['no device', '{"sequence_id":7}'],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[7]'],
  ])('is not a 200 with %s', ([, body]) => {
    expect(classifyAnswer(answered(200, body), expected)).toMatchObject({
      kind: 'transient',
      status: 200,
      reason: 'no_echo',
    });
    expect(echoes(body ?? '', expected)).toBe(false);
  });

  test.for([
    '""',
    'null',
    '7',
    '[7]',
    '{"sequence_id":7}',
    '{"device_id":"device-001","sequence_id":8}',
    '{"device_id":"device-002","sequence_id":7}',
    echo,
  ])('is judged by the value of its body %s, where it is at hand, as by its text', (body) => {
    const value: unknown = JSON.parse(body);
    const text = 'not looked at';
    expect(classifyAnswer({ ...answered(200, text), value }, expected)).toEqual(
      classifyAnswer(answered(200, body), expected),
    );
    expect(classifyAnswer({ ...answered(200, body), value: undefined }, expected)).toEqual(
      classifyAnswer(answered(200, body), expected),
    );
  });

  test.for([200, 202, 204, 299])('is any %i when the status alone counts', (status) => {
    expect(classifyAnswer(answered(status), { ...expected, acknowledge: 'status' })).toEqual({
      kind: 'acknowledged',
    });
  });
});
