import { expect, test } from 'vitest';
import { acceptedAnswerSchema, problemSchema } from '../../protocol/index.ts';
import { message } from '../testing/test-edge.ts';
import { accepted } from './accepted.ts';
import { correlationIdOf } from './correlation-id.ts';
import { problem } from './problem.ts';

test('an accepted answer is what the protocol says', () => {
  const { body } = accepted(message(7), 'corr-1');
  expect(acceptedAnswerSchema.strict().parse(JSON.parse(body))).toMatchObject({ sequence_id: 7 });
});

test('a problem is what the protocol says, with headers beside its own', () => {
  const errors = [{ path: 'values', message: 'missing' }];
  const answer = problem({
    status: 405,
    detail: 'No.',
    correlationId: 'corr-1',
    headers: { allow: 'POST' },
    errors,
  });
  expect(problemSchema.strict().parse(JSON.parse(answer.body))).toStrictEqual({
    type: 'about:blank',
    title: 'Method Not Allowed',
    status: 405,
    detail: 'No.',
    correlation_id: 'corr-1',
    errors,
  });
  expect(answer.headers).toStrictEqual({
    'content-type': 'application/problem+json',
    'x-correlation-id': 'corr-1',
    allow: 'POST',
  });
});

test('a good correlation id is kept, of 1 to 128 characters', () => {
  const never = { draw: (): number => Number.NaN };
  for (const id of ['a', 'A.b_c-9', 'x'.repeat(128)]) {
    expect(correlationIdOf({ 'x-correlation-id': id }, never)).toBe(id);
  }
});

test('a new correlation id has 16 hex digits, from two draws with keys of their own', () => {
  const draws = [0.5, 1 / 2 ** 32];
  const id = correlationIdOf({}, { draw: (_purpose, index) => draws[index ?? 0] ?? 0 });
  expect(id).toBe('8000000000000001');
});
