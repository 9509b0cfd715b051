import { describe, expect, test } from 'vitest';
import type { TraceEvent } from './event.ts';
import { Fingerprint } from './fingerprint.ts';
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
  'the fingerprint of %d events is that of the events alone, whenever they were flushed',
  (count) => {
    const alone = new Fingerprint();
    for (const event of phases(count)) alone.add(event);
    const whole = recording().recorder;
    const often = recording().recorder;
    for (const [index, event] of phases(count).entries()) {
      whole.record(event);
      often.record(event);
      if (index % 7 === 0) often.flush();
    }
    const expected = alone.digest();
    expect([whole.fingerprint(), often.fingerprint()]).toEqual([expected, expected]);
  },
);

describe('a cause that is told after its effects', () => {
  test('stands before them, however many they are', () => {
    for (const effects of [1, 200]) {
      const { seen, recorder } = recording();
      const [cause, ...rest] = phases(effects + 2);
      const later = rest.pop();
      if (cause === undefined || later === undefined) throw new Error('no events');
      recorder.recordBefore(
        () => {
          for (const event of rest) recorder.record(event);
        },
        () => cause,
      );
      recorder.record(later);
      recorder.flush();
      expect(seen).toEqual([cause, ...rest, later]);
    }
  });

  test('leaves nothing in the trace when it throws', () => {
    const { seen, recorder } = recording();
    const [before, effect, after] = phases(3);
    if (before === undefined || effect === undefined || after === undefined) throw new Error('no events');
    recorder.record(before);
    const act = (): never => {
      recorder.record(effect);
      throw new Error('the device threw');
    };
    expect(() => recorder.recordBefore(act, () => after)).toThrow('the device threw');
    recorder.record(after);
    recorder.flush();
    expect(seen).toEqual([before, after]);
  });
});
