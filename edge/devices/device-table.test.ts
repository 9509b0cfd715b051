import { expect, test } from 'vitest';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { message } from '../testing/test-edge.ts';
import { DeviceTable, watchingLog } from './device-table.ts';

function openTable(silentAfterMs: number | null = 1000) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const log = (_level: string, event: string, fields: Readonly<Record<string, unknown>>): void =>
    void lines.push(`${event} ${String(fields['device_id'])}`);
  const table = new DeviceTable({ clock, log, silentAfterMs });
  return { clock, lines, log, table };
}

test('tells of each device when it was seen, what is missing, and how its clock goes', () => {
  const { clock, log, table } = openTable();
  clock.advance(5000);
  table.stored(message(3, { timestamp: '2026-01-01T00:00:04.000Z' }));
  table.stored(message(7, { timestamp: '2026-01-01T00:00:07.500Z' }));
  watchingLog(log, table)('info', 'duplicate_detected', { device_id: 'device-001' });
  // 4, 5 and 6 are missing; the clock is 2.5 s ahead of 00:00:05.
  expect(table.report()).toStrictEqual([
    {
      device_id: 'device-001',
      last_seen: '2026-01-01T00:00:05.000Z',
      last_sequence_id: 7,
      readings: 2,
      gaps: 3,
      duplicates: 1,
      clock_ahead_ms: 2500,
      silent: false,
    },
  ]);
  table.stored(message(5));
  expect(table.report()[0]?.gaps).toBe(2);
});

test('says once that a device has fallen silent, and once that it is back', () => {
  const { clock, lines, table } = openTable(1000);
  table.stored(message(1));
  clock.advance(600);
  table.stored(message(1, { device_id: 'device-002' }));
  clock.advance(400);
  table.look();
  table.look();
  expect(table.silent).toBe(1);
  expect(lines).toStrictEqual(['device_silent device-001']);
  table.stored(message(2));
  clock.advance(999);
  table.look();
  expect(lines).toStrictEqual([
    'device_silent device-001',
    'device_back device-001',
    'device_silent device-002',
  ]);
});

test('a device that goes on beyond all numbers it can have used has left out none', () => {
  const { table } = openTable();
  const beyond = Date.parse('2026-01-01T00:00:00.000Z');
  for (const sequenceId of [3, 5, beyond, beyond + 2]) table.stored(message(sequenceId));
  // 4 and the one between the last two.
  expect(table.report()[0]).toMatchObject({ last_sequence_id: beyond + 2, readings: 4, gaps: 2 });
  // An edge that was started in between may hear of the new numbers first.
  for (const sequenceId of [beyond, 5, 3]) table.stored(message(sequenceId, { device_id: 'device-002' }));
  expect(table.report()[1]).toMatchObject({ last_sequence_id: beyond, readings: 3, gaps: 1 });
});
