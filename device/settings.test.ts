import { describe, expect, expectTypeOf, test } from 'vitest';
import { DEFAULT_DEVICE_SETTINGS, parseDeviceSettings } from './settings.ts';
import type { DeviceSettings } from './settings.ts';

describe('device settings', () => {
  test('that are left out have their defaults, with every instability off', () => {
    const settings = parseDeviceSettings({});
    expect(settings).toEqual(DEFAULT_DEVICE_SETTINGS);
    expectTypeOf(settings).toEqualTypeOf<DeviceSettings>();
    expect(parseDeviceSettings({ policy: { retries: 2 } }).policy).toEqual({
      ...DEFAULT_DEVICE_SETTINGS.policy,
      retries: 2,
    });
    const { drop, jitter, duplicate, invalid } = settings;
    for (const { probability } of [drop, jitter, duplicate, invalid]) expect(probability).toBe(0);
  });

  test('that are whole come back as they are', () => {
    const whole: DeviceSettings = {
      timeoutMs: 1,
      inFlightMax: 9,
      batch: { size: 2, lingerMs: 0 },
      outbox: { limit: 3, overflow: 'block' },
      policy: { name: 'fixed', baseMs: 5, factor: 1, capMs: 5, jitterRatio: 0, retries: 0 },
      firstSequence: 4_294_967_295,
      retryAfterMaxMs: 0,
      acknowledge: 'status',
      proof: 'edge',
      drop: { probability: 1 },
      jitter: { probability: 0.5, maxMs: 10 },
      duplicate: { probability: 0.25 },
      invalid: { probability: 0.125 },
    };
    expect(parseDeviceSettings(whole)).toEqual(whole);
  });

  test('that are wrong are all named, each with its path', () => {
    const parse = (): unknown =>
      parseDeviceSettings({
        timeoutMs: 0,
        outbox: { limit: 1.5, overflow: 'drop' },
        policy: { baseMs: 2_000, capMs: 1_000 },
        drop: { probability: 1.5 },
        retriess: 3,
      });
    for (const path of ['timeoutMs', 'outbox.limit', 'outbox.overflow', 'drop.probability', 'retriess']) {
      expect(parse).toThrow(path);
    }
    expect(parse).toThrow('policy.baseMs: must not be above capMs');
  });

  test.for([null, 7, 'fast', []])('cannot be %j', (input) => {
    expect(() => parseDeviceSettings(input)).toThrow('The device settings are not valid');
  });
});
