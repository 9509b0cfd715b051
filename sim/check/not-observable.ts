import type { Checker } from './invariant.ts';

/** For a promise that nothing in this run can show to be kept or broken. It never passes. */
export function notObservable(why: string): Checker {
  return {
    on: {},
    conclude: () => ({ kind: 'not-observable', why }),
  };
}

export const STORE_IS_SILENT = 'the edge does not say what it stored (EdgeUnderTest.accepted)';
