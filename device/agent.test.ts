import { describe, expect, test } from 'vitest';
import { Agent } from './agent.ts';
import type { AgentOptions } from './agent.ts';
import { FakeClock } from '../program/testing/fake-clock.ts';
import { createKeyedRandom } from './keyed-random.ts';
import { messageSchema } from '../protocol/index.ts';
import { createSyntheticSensor } from './sensor.ts';

function agent(options: Partial<AgentOptions> = {}) {
  const clock = new FakeClock();
  const takenAtMs: number[] = [];
  const events: string[] = [];
  let finished = 0;
  const subject = new Agent({
    id: 'device-001',
    device: { ready: () => true, record: () => takenAtMs.push(clock.monotonic()) },
    sensor: createSyntheticSensor(createKeyedRandom('1')),
    clock,
    log: (_level, event) => events.push(event),
    intervalMs: 3_000,
    countMax: null,
    onFinished: () => (finished += 1),
    ...options,
  });
  return { subject, clock, takenAtMs, events, finished: () => finished };
}

describe('an agent', () => {
  test('takes the first sample at once and then one each interval', () => {
    const { subject, clock, takenAtMs } = agent();
    subject.start();
    clock.advance(9_000);
    expect(takenAtMs).toEqual([0, 3_000, 6_000, 9_000]);
  });

  test('does not drift when its timers are late', () => {
    class LateClock extends FakeClock {
      override setTimeout(callback: () => void, delayMs: number) {
        return super.setTimeout(callback, delayMs + 40);
      }
    }
    const clock = new LateClock();
    const takenAtMs: number[] = [];
    const device = { ready: () => true, record: () => takenAtMs.push(clock.monotonic()) };
    agent({ clock, device }).subject.start();
    clock.advance(9_500);
    // 40 ms late each, and never more.
    expect(takenAtMs).toEqual([40, 3_040, 6_040, 9_040]);
  });

  test('leaves out the samples of a time in which the machine slept', () => {
    const clock = new FakeClock();
    let sleptMs = 0;
    const device = {
      ready: () => true,
      record: () => takenAtMs.push(clock.monotonic() + sleptMs),
    };
    const takenAtMs: number[] = [];
    const slept = {
      now: () => clock.now() + sleptMs,
      monotonic: () => clock.monotonic() + sleptMs,
      setTimeout: (callback: () => void, delayMs: number) => clock.setTimeout(callback, delayMs),
      clearTimeout: (handle: unknown) => clock.clearTimeout(handle),
    };
    agent({ clock: slept, device }).subject.start();
    clock.advance(1_000);
    sleptMs = 60_000;
    clock.advance(5_000);
    // Asleep from second 1 to 61; the timer for second 3 comes at 63, then the even spacing goes on: 66 = 22·3.
    expect(takenAtMs).toEqual([0, 63_000, 66_000]);
  });

  test('skips a sample while the device is not ready', () => {
    let ready = true;
    let records = 0;
    const device = { ready: () => ready, record: () => (records += 1) };
    const { subject, clock } = agent({ device });
    subject.start();
    clock.advance(0);
    ready = false;
    clock.advance(6_000);
    ready = true;
    clock.advance(3_000);
    expect(records).toBe(2);
  });

  test('goes on after a sample that the disk refused, and says so', () => {
    let calls = 0;
    const device = {
      ready: () => true,
      record: () => {
        calls += 1;
        if (calls === 1) throw new Error('no space left on device');
        return calls;
      },
    };
    const { subject, clock, events } = agent({ device });
    subject.start();
    clock.advance(3_000);
    expect(calls).toBe(2);
    expect(events).toEqual(['sample_failed']);
  });

  test('stops by itself after the last reading, and when it is told to', () => {
    const counted = agent({ countMax: 2 });
    counted.subject.start();
    counted.clock.runOut();
    expect(counted.takenAtMs).toEqual([0, 3_000]);
    expect(counted.finished()).toBe(1);

    const stopped = agent();
    stopped.subject.start();
    stopped.clock.advance(0);
    stopped.subject.stop();
    expect(stopped.clock.timers).toBe(0);
    expect(stopped.takenAtMs).toEqual([0]);
  });
});

describe('the synthetic sensor', () => {
  test('gives valid readings in the range of a room, the same for the same instant', () => {
    const sensor = createSyntheticSensor(createKeyedRandom('1'));
    const start = Date.parse('2026-01-01T00:00:00Z');
    for (let hour = 0; hour < 48; hour += 1) {
      const reading = sensor(start + hour * 3_600_000 + 0.25);
      messageSchema.parse({ device_id: 'device-001', sequence_id: hour, ...reading });
      // 21 ± 2.7 ± 0.3, and 50 ± 7 ± 1.
      expect(Math.abs((reading.values.temperature_c ?? 0) - 21)).toBeLessThanOrEqual(3);
      expect(Math.abs((reading.values.humidity_percent ?? 0) - 50)).toBeLessThanOrEqual(8);
      expect(sensor(start + hour * 3_600_000)).toEqual(reading);
    }
  });

  test('is warmest in the afternoon', () => {
    const sensor = createSyntheticSensor({ draw: () => 0.5 });
    const at = (time: string) => sensor(Date.parse(`2026-01-01T${time}:00Z`)).values.temperature_c;
    expect([at('03:00'), at('15:00')]).toEqual([18.3, 23.7]);
  });
});
