import { expect, test } from 'vitest';
import type { LogLevel } from '../ports/index.ts';
import { createLog } from './create-log.ts';

function logAt(level: LogLevel): { readonly log: ReturnType<typeof createLog>; readonly lines: string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLog({ level, clock: { now: () => 0 }, destination }), lines };
}

test('a line has its level as a word, the time of the clock, the event and the fields', () => {
  const { log, lines } = logAt('info');
  log('warn', 'packet_dropped', { device_id: 'device-001' });
  expect(lines).toEqual([
    '{"level":"warn","timestamp":"1970-01-01T00:00:00.000Z","event":"packet_dropped","device_id":"device-001"}\n',
  ]);
});

test.for(['debug', 'info', 'warn', 'error'] as const)(
  'at level %s what is heard is what is written',
  (level) => {
    const { log, lines } = logAt(level);
    for (const of of ['debug', 'info', 'warn', 'error'] as const) {
      lines.length = 0;
      log(of, 'something', {});
      expect(log.hears?.(of, 'something')).toBe(lines.length === 1);
    }
  },
);
