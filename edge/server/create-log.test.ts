import { expect, test } from 'vitest';
import { START_MS } from '../test-edge.ts';
import { createLog } from './create-log.ts';

test('a line has level, timestamp, event and fields, and no pid or host name', () => {
  const lines: string[] = [];
  const destination = { write: (line: string): void => void lines.push(line) };
  const log = createLog({ level: 'info', clock: { now: () => START_MS }, destination });
  log('debug', 'telemetry_received', {});
  log('warn', 'rate_limited', { device_id: 'device-001', sequence_id: 1 });
  expect(lines.map((line): unknown => JSON.parse(line))).toStrictEqual([
    {
      level: 'warn',
      timestamp: '2026-01-01T00:00:00.000Z',
      event: 'rate_limited',
      device_id: 'device-001',
      sequence_id: 1,
    },
  ]);
});
