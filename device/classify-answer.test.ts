import { describe, expect, test } from 'vitest';
import { classifyAnswer, echoes } from './classify-answer.ts';
import type { NoAnswerReason } from '../ports/index.ts';

const expected = {
  deviceId: 'device-001',
  sequenceId: 7,
  correlationId: '0123456789abcdef',
  acknowledge: 'echo',
  proof: 'any',
} as const;
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

describe('where only our own edge is believed', () => {
  const strict = { ...expected, proof: 'edge' } as const;
  const PROBLEM = 'application/problem+json';

  const problem = (status: number, more: Readonly<Record<string, unknown>> = {}): string =>
    JSON.stringify({
      type: 'about:blank',
      title: 'No',
      status,
      correlation_id: strict.correlationId,
      ...more,
    });

  const refused = (status: number, body: string, contentType: string | null) =>
    classifyAnswer({ ...answered(status, body), contentType }, strict);

  test.for([400, 413, 415, 422])('%i with its problem document ends the reading', (status) => {
    expect(refused(status, problem(status), `${PROBLEM}; charset=utf-8`)).toEqual({
      kind: 'permanent',
      status,
    });
  });

  test('409 with its problem document ends it well', () => {
    expect(refused(409, problem(409), PROBLEM)).toEqual({ kind: 'duplicate' });
  });

  test.for([401, 403, 404, 405, 410, 451, 302, 307])('%i does not, whoever says it', (status) => {
    expect(refused(status, problem(status), PROBLEM)).toMatchObject({
      kind: 'transient',
      status,
      reason: 'not_the_edge',
    });
  });

  test.for([
    ['a page', '<html>Bad Request</html>', 'text/html'],
    ['nothing', '', null],
    ['JSON of a gateway', '{"message":"Bad Request"}', 'application/json'],
    ['a problem of a gateway', '{"type":"about:blank","title":"Bad Request","status":400}', PROBLEM],
    ['a problem of another request', problem(400, { correlation_id: 'fedcba9876543210' }), PROBLEM],
    ['a problem of another status', problem(422), PROBLEM],
    ['a problem that is called something else', problem(400), 'application/json'],
    ['half a problem', problem(400).slice(0, -1), PROBLEM],
  ] as const)('400 with %s is tried again', ([, body, contentType]) => {
    expect(refused(400, body, contentType)).toMatchObject({ kind: 'transient', reason: 'not_the_edge' });
  });

  test('503 says the same as ever', () => {
    expect(refused(503, '<html>', 'text/html')).toMatchObject({ kind: 'transient', reason: 'status' });
  });

  test.for([
    ['our edge', echo, 'acknowledged'],
    [
      'a mirror',
      '{"device_id":"device-001","sequence_id":7,"timestamp":"2026-01-01T00:00:00.000Z","values":{"t":1}}',
      'transient',
    ],
    ['who rejects it', '{"status":"rejected","device_id":"device-001","sequence_id":7}', 'transient'],
  ] as const)('a 200 of %s', ([, body, kind]) => {
    expect(classifyAnswer(answered(200, body), strict).kind).toBe(kind);
  });
});
