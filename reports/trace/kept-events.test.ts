import { expect, test } from 'vitest';
import type { TraceEvent } from '../../sim/trace/event.ts';
import { KeptEvents } from './kept-events.ts';

function skipped(at: number, device: string): TraceEvent {
  return { at, kind: 'sample_skipped', device };
}

const PHASE: TraceEvent = { at: 0, kind: 'phase_started', phase: 'faults' };

test('all is kept while it fits', () => {
  const kept = new KeptEvents(3);
  const events = [PHASE, skipped(1, 'a'), skipped(2, 'b')];
  for (const event of events) kept.observe(event);
  expect(kept.conclude()).toEqual({ events, eventsSeen: 3, devices: ['a', 'b'], devicesSeen: 2 });
});

test('devices are left out whole, the later half first, and what is about none stays', () => {
  const kept = new KeptEvents(5);
  const devices = ['a', 'b', 'c', 'd'];
  kept.observe(PHASE);
  for (const at of [1, 2]) for (const device of devices) kept.observe(skipped(at, device));
  // At the sixth event a and b stay, of which there are five with the phase.
  expect(kept.conclude()).toEqual({
    events: [PHASE, skipped(1, 'a'), skipped(1, 'b'), skipped(2, 'a'), skipped(2, 'b')],
    eventsSeen: 9,
    devices: ['a', 'b'],
    devicesSeen: 4,
  });
});

test('a lower limit holds for what was kept before, too', () => {
  const [lowered, low] = [new KeptEvents(5), new KeptEvents(2)];
  for (const one of [skipped(1, 'a'), skipped(2, 'b'), skipped(3, 'a'), skipped(4, 'c')]) {
    lowered.observe(one);
    low.observe(one);
  }
  expect(lowered.conclude().events).toHaveLength(4);
  lowered.limitTo(2);
  expect(lowered.conclude()).toEqual(low.conclude());
  expect(low.conclude().events).toHaveLength(2);
});

test('one device is kept, however much it says', () => {
  const kept = new KeptEvents(2);
  for (const at of [1, 2, 3, 4]) kept.observe(skipped(at, 'a'));
  kept.observe(skipped(5, 'b'));
  expect(kept.conclude()).toMatchObject({ eventsSeen: 5, devices: ['a'], devicesSeen: 2 });
  expect(kept.conclude().events).toHaveLength(4);
});
