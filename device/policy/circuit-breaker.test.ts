import { describe, expect, test } from 'vitest';
import { circuitBreaker } from './circuit-breaker.ts';
import { exponentialJitter } from './exponential-jitter.ts';
import { MemoryScript } from './memory-script.ts';
import { DEFAULT_POLICY_SETTINGS as settings } from './policy-settings.ts';

const policy = circuitBreaker.create(settings);

/** Open since 1 s, so until 11 s. */
function open(): MemoryScript {
  const script = new MemoryScript(policy);
  script.nowMs = 1_000;
  for (let failure = 0; failure < 5; failure += 1) script.attempt(true);
  return script;
}

/** The probe left at 11 s; another device waits for its end. */
function halfOpen(): MemoryScript {
  const script = open();
  script.nowMs = 11_000;
  expect(script.admit({ wake: () => {} }).kind).toBe('send');
  expect(script.admit().kind).toBe('hold');
  return script;
}

describe('circuit-breaker', () => {
  test('waits like exponential-jitter', () => {
    expect(policy.delayMs(3, 0.7)).toBe(exponentialJitter.create(settings).delayMs(3, 0.7));
  });

  test('opens at the fifth failure in a row, and a success in between begins the row anew', () => {
    const script = new MemoryScript(policy);
    for (const failed of [true, true, true, true, false, true, true, true, true]) script.attempt(failed);
    expect(script.admit().kind).toBe('send');
    script.ended(true);
    expect(script.admit().kind).toBe('hold');
  });

  test('lets nothing leave for 10 s, and says how long that still is', () => {
    const script = open();
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 10_000 });
    script.nowMs = 8_000;
    // What had left before it opened changes nothing any more.
    script.ended(true);
    script.ended(false);
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 3_000 });
  });

  test('then lets one probe leave, and the others wait for its end', () => {
    const script = halfOpen();
    script.nowMs = 12_000;
    expect(script.wakes).toBe(0);
    script.ended(false);
    expect(script.wakes).toBe(1);
    expect([script.admit().kind, script.admit().kind]).toEqual(['send', 'send']);
  });

  test('opens for another 10 s when the probe fails, and says so to those that wait', () => {
    const script = halfOpen();
    script.nowMs = 12_500;
    script.ended(true);
    expect(script.wakes).toBe(1);
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 10_000 });
    script.nowMs = 22_500;
    expect(script.admit().kind).toBe('send');
  });

  test('closes for good after a good probe: it takes five failures to open it again', () => {
    const script = halfOpen();
    script.ended(false);
    for (let failure = 0; failure < 4; failure += 1) script.attempt(true);
    expect(script.admit().kind).toBe('send');
  });

  test('gives a probe 10 s: one that never ends does not hold the process for ever', () => {
    const script = halfOpen();
    script.nowMs = 14_000;
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 7_000 });
    script.nowMs = 21_000;
    expect(script.admit().kind).toBe('send');
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 10_000 });
  });

  test('wakes each device once, and one that asks while it is woken is answered by the new state', () => {
    const script = open();
    script.nowMs = 11_000;
    script.admit();
    const told: string[] = [];
    const wake = (): void => {
      told.push(script.admit({ wake }).kind);
    };
    script.admit({ wake });
    script.admit({ wake });
    script.ended(true);
    expect(told).toEqual(['hold']);
  });

  test('takes a timer that comes a fraction early for the time itself', () => {
    const script = open();
    script.nowMs = 10_999.9999;
    expect(script.admit().kind).toBe('send');
  });
});
