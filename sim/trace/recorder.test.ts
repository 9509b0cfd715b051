import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TraceEvent } from './event.ts';
import { Recorder } from './recorder.ts';

function phases(count: number): readonly TraceEvent[] {
  return Array.from({ length: count }, (_, at): TraceEvent => ({
    at,
    kind: 'phase_started',
    phase: 'faults',
  }));
}

/** What the observer of a recorder has seen. */
function recording(recorded: () => void = () => {}) {
  const seen: TraceEvent[] = [];
  return { seen, recorder: new Recorder([(event) => seen.push(event)], recorded) };
}

test('the observers see every event, in order, by the next flush at the latest', () => {
  const { seen, recorder } = recording();
  const events = phases(150);
  for (const event of events) recorder.record(event);
  // Some wait for a full batch.
  expect(seen.length).toBeLessThan(150);
  recorder.flush();
  expect(seen).toEqual(events);
  recorder.flush();
  expect(seen).toHaveLength(150);
});

test('whoever wants to know at once is told of each event as it is recorded', () => {
  let told = 0;
  const { recorder } = recording(() => (told += 1));
  for (const event of phases(3)) recorder.record(event);
  expect(told).toBe(3);
});

test.for([0, 1, 63, 64, 65, 200])(
  'the fingerprint of %d events is that of their lines, whenever they were flushed',
  (count) => {
    const lines = phases(count).map((event) => `${JSON.stringify(event)}\n`);
    const expected = createHash('sha256').update(lines.join('')).digest('hex');
    const whole = recording().recorder;
    const often = recording().recorder;
    for (const [index, event] of phases(count).entries()) {
      whole.record(event);
      often.record(event);
      if (index % 7 === 0) often.flush();
    }
    expect([whole.fingerprint(), often.fingerprint()]).toEqual([expected, expected]);
  },
);

test('a cause that is told after its effects stands before them', () => {
  const { seen, recorder } = recording();
  const [cause, effect, later] = phases(3);
  if (cause === undefined || effect === undefined || later === undefined) throw new Error('no events');
  recorder.recordBefore(
    () => recorder.record(effect),
    () => cause,
  );
  recorder.record(later);
  recorder.flush();
  expect(seen).toEqual([cause, effect, later]);
});
