import { expect, test } from 'vitest';
import { FAULT_RULES } from '../metrics/fault-rules.ts';
import { FAULT_NAMES } from '../trace/event.ts';
import { STRONGEST_LEVEL } from './fault-level.ts';

test('a scenario may expect a fault to be seen exactly where the trace can show that a client saw it', () => {
  for (const fault of FAULT_NAMES)
    expect([fault, FAULT_RULES[fault].visible]).toEqual([fault, STRONGEST_LEVEL[fault] === 'seen']);
});
