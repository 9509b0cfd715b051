import { expect, test } from 'vitest';
import { sizeChangeOf } from './size-change.ts';
import { EXAMPLE_SCENARIO } from './testing/example-scenario.ts';

/** 60 s, 10 devices and 3 s; times as many of each. */
function changed(length: number, devices: number, interval = 1): readonly [kind: string, why: string] {
  const change = sizeChangeOf({
    durationMs: 60_000 * length,
    fleet: { ...EXAMPLE_SCENARIO.fleet, devices: 10 * devices, intervalMs: 3_000 * interval },
    expect: {
      ...EXAMPLE_SCENARIO.expect,
      writtenFor: { durationMs: 60_000, devices: 10, intervalMs: 3_000, policy: 'fixed' },
    },
  });
  return [change.kind, change.kind === 'none' ? '' : change.why];
}

test.for([
  [[1, 1, 1], 'none', ''],
  [[0.5, 1, 1], 'smaller', 'the run was shortened'],
  [[1, 0.5, 1], 'smaller', 'the fleet was made smaller'],
  [[0.5, 0.5, 1], 'smaller', 'the run was made smaller'],
  [[1, 1, 2], 'smaller', 'the readings were made fewer'],
  [[2, 1, 1], 'longer', 'the run was lengthened'],
  [[1, 2, 1], 'other', 'the size of the run was changed'],
  [[1, 1, 0.5], 'other', 'the size of the run was changed'],
  [[0.5, 2, 1], 'other', 'the size of the run was changed'],
  [[2, 0.5, 1], 'other', 'the size of the run was changed'],
] as const)('%o of length, devices and interval is %s', ([[length, devices, interval], kind, why]) => {
  expect(changed(length, devices, interval)).toEqual([kind, why]);
});
