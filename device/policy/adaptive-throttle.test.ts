import { describe, expect, test } from 'vitest';
import { adaptiveThrottle } from './adaptive-throttle.ts';
import { exponentialJitter } from './exponential-jitter.ts';
import { MemoryScript } from './memory-script.ts';
import { DEFAULT_POLICY_SETTINGS as settings } from './policy-settings.ts';

const policy = adaptiveThrottle.create(settings);

describe('adaptive-throttle', () => {
  test('waits like exponential-jitter', () => {
    expect(policy.delayMs(3, 0.7)).toBe(exponentialJitter.create(settings).delayMs(3, 0.7));
  });

  test('refuses nothing while half of what it sends is accepted', () => {
    const script = new MemoryScript(policy);
    for (let pair = 0; pair < 100; pair += 1) {
      script.attempt(false, { uniform: 0 });
      script.attempt(true, { uniform: 0 });
    }
    expect(script.admit({ uniform: 0 }).kind).toBe('send');
  });

  test('refuses with (requests − 2·accepts)/(requests + 1)', () => {
    // 20 requests of which 4 were accepted: (20 − 8)/21 = 0.5714. A refused one is a request too: (21 − 8)/22 = 0.5909.
    const after20 = (): MemoryScript => {
      const script = new MemoryScript(policy);
      for (let request = 0; request < 20; request += 1) script.attempt(request >= 4, { uniform: 0.9999 });
      return script;
    };
    expect(after20().admit({ uniform: 0.5715 }).kind).toBe('send');
    const script = after20();
    expect(script.admit({ uniform: 0.5714 }).kind).toBe('refuse');
    expect(script.admit({ uniform: 0.5908 }).kind).toBe('refuse');
    expect(after20().admit({ uniform: 0.5908 }).kind).toBe('send');
  });

  test('refuses retries like first attempts', () => {
    const script = new MemoryScript(policy);
    for (let request = 0; request < 9; request += 1) script.attempt(true, { uniform: 0.9999 });
    // 9/10.
    expect(script.admit({ attempt: 3, uniform: 0.89 }).kind).toBe('refuse');
  });

  test('forgets after two minutes', () => {
    const script = new MemoryScript(policy);
    for (let request = 0; request < 9; request += 1) script.attempt(true, { uniform: 0.9999 });
    script.nowMs = 119_999;
    expect(script.admit({ uniform: 0.89 }).kind).toBe('refuse');
    script.nowMs = 240_000;
    expect(script.admit({ uniform: 0 }).kind).toBe('send');
  });
});
