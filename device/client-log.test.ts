import { expect, test } from 'vitest';
import type { Log, LogLevel } from '../ports/index.ts';
import { accepted, answered, Bench } from './testing/test-bench.ts';

/** One reading that fails, is tried again and is acknowledged, before a log that hears what `hears` says. */
function eventsOf(hears?: (level: LogLevel, event: string) => boolean): readonly string[] {
  const events: string[] = [];
  const write = (_: LogLevel, event: string): void => void events.push(event);
  const log: Log = hears === undefined ? write : Object.assign(write, { hears });
  const bench = new Bench({
    basics: { log },
    answer: (request) => (request.attempt === 0 ? answered(503) : accepted(request)),
  });
  bench.record();
  bench.clock.runOut();
  return events;
}

const ALL = [
  'device_booted',
  'telemetry_sent',
  'transient_error_received',
  'retrying_after_backoff',
  'telemetry_sent',
  'telemetry_acknowledged',
];

test('a log that does not say what it hears is told everything', () => {
  expect(eventsOf()).toEqual(ALL);
});

test('no line is made that the log does not hear, by event or by level', () => {
  expect(eventsOf((_, event) => event !== 'telemetry_sent')).toEqual(
    ALL.filter((event) => event !== 'telemetry_sent'),
  );
  expect(eventsOf((level) => level !== 'info')).toEqual(['transient_error_received']);
  expect(eventsOf(() => false)).toEqual([]);
});
