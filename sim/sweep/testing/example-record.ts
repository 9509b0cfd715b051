import { EXAMPLE_RESULT } from '../../run/testing/example-result.ts';
import { recordOf } from '../run-record.ts';
import type { RunRecord } from '../run-record.ts';

/** The record of a run that passed. */
export function exampleRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const made = recordOf(EXAMPLE_RESULT);
  return {
    ...made,
    scenario: 'storm',
    seed: '1',
    outcome: 'passed',
    why: 'every invariant held',
    broken: [],
    missed: [],
    ...changes,
  };
}

/** The same, with a broken promise. */
export function brokenRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const broken = {
    invariant: 'accepted-once',
    count: 3,
    device: 'device-001',
    reading: 7,
    message: 'stored twice',
  } as const;
  return exampleRecord({ outcome: 'violated', why: 'accepted-once', broken: [broken], ...changes });
}
