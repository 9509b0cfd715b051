import { expect, test } from 'vitest';
import { FrozenError, replaceAll } from './replacement.ts';

test('what was there is put back, and what was not is gone', () => {
  const target: Record<string, unknown> = { now: 'real' };
  const putBack = replaceAll([
    { target, name: 'now', value: 'fake' },
    { target, name: 'later', value: 'fake' },
  ]);
  expect(target['now']).toBe('fake');
  putBack();
  expect(target).toEqual({ now: 'real' });
});

test('what was frozen meanwhile is named, and all else is put back', () => {
  const free: Record<string, unknown> = { now: 'real' };
  const frozen: Record<string, unknown> = { fetch: 'real' };
  const putBack = replaceAll([
    { target: free, name: 'now', value: 'fake' },
    { target: frozen, name: 'fetch', value: 'fake' },
    { target: frozen, name: 'clear', value: 'fake' },
  ]);
  Object.freeze(frozen);
  expect(putBack).toThrow(FrozenError);
  expect(putBack).toThrow('it froze clear, fetch, which a run replaces and puts back');
  expect(free).toEqual({ now: 'real' });
});
