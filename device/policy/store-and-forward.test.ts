import { describe, expect, test } from 'vitest';
import { meanOverGrid } from './mean-delay.ts';
import { MemoryScript } from './memory-script.ts';
import { DEFAULT_POLICY_SETTINGS as settings } from './policy-settings.ts';
import { storeAndForward } from './store-and-forward.ts';

const policy = storeAndForward.create(settings);

/** Failed at 0 s with u 0.5: paused for half of 1 s. */
function paused(): MemoryScript {
  const script = new MemoryScript(policy);
  script.attempt(true);
  return script;
}

function probing(): MemoryScript {
  const script = paused();
  script.nowMs = 500;
  expect(script.admit({ attempt: 1 }).kind).toBe('send');
  return script;
}

describe('the delays of store-and-forward', () => {
  test('are full jitter up to 60 s, without an end', () => {
    expect(policy.retriesMax).toBe(Infinity);
    expect(policy.delayBoundsMs(3)).toEqual({ min: 0, max: 8_000 });
    expect(policy.delayBoundsMs(6)).toEqual({ min: 0, max: 60_000 });
    expect(meanOverGrid((uniform) => policy.delayMs(100_000, uniform))).toBeCloseTo(30_000, 3);
  });

  test('have a longer cap where one is set', () => {
    expect(storeAndForward.create({ ...settings, capMs: 300_000 }).delayBoundsMs(20).max).toBe(300_000);
  });
});

describe('the outbox under store-and-forward', () => {
  test('flows while nothing fails', () => {
    const script = new MemoryScript(policy);
    for (let reading = 0; reading < 50; reading += 1) script.attempt(false);
    expect(script.admit({ waiting: 3 }).kind).toBe('send');
  });

  test('pauses as a whole after a failure, for full jitter of the base', () => {
    const script = paused();
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 500 });
    script.nowMs = 200;
    expect(script.admit({ attempt: 1 })).toEqual({ kind: 'hold', forMs: 300 });
  });

  test('is not paused longer by failures of what had left before', () => {
    const script = new MemoryScript(policy);
    for (let attempt = 0; attempt < 3; attempt += 1) script.admit();
    script.ended(true);
    script.nowMs = 100;
    script.ended(true);
    script.ended(false);
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 400 });
  });

  test('sends one probe after the pause, and holds the rest until that has ended', () => {
    const script = probing();
    expect(script.admit()).toEqual({ kind: 'hold', forMs: null });
    expect(script.wakes).toBe(0);
    script.ended(false, { attempt: 1 });
    expect(script.wakes).toBe(1);
  });

  test('sends its probe only when nothing of before is under way', () => {
    const script = new MemoryScript(policy);
    script.admit();
    script.admit();
    script.ended(true);
    script.nowMs = 3_000;
    expect(script.admit()).toEqual({ kind: 'hold', forMs: null });
    script.ended(true);
    expect(script.wakes).toBe(1);
    expect(script.admit().kind).toBe('send');
  });

  test('pauses twice as long with each probe that fails, up to 60 s', () => {
    const script = paused();
    const pausesMs: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      const admission = script.admit();
      if (admission.kind !== 'hold' || admission.forMs === null) throw new Error('The outbox is not paused.');
      pausesMs.push(admission.forMs);
      script.nowMs += admission.forMs;
      script.attempt(true, { attempt: probe + 1 });
    }
    // u 0.5 of 1, 2, 4 … 32 s, and of 60 s where 64 s would be next.
    expect(pausesMs).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('drains at ten readings a second once a probe succeeds, until nothing waits', () => {
    const script = probing();
    script.ended(false, { attempt: 1 });
    const leftAtMs: number[] = [];
    for (let waiting = 4; waiting >= 0; waiting -= 1) {
      let admission = script.admit({ waiting });
      while (admission.kind === 'hold') {
        script.nowMs += admission.forMs ?? 0;
        admission = script.admit({ waiting });
      }
      leftAtMs.push(script.nowMs);
      script.ended(false);
    }
    expect(leftAtMs).toEqual([600, 700, 800, 900, 1_000]);
    expect([script.admit().kind, script.admit().kind]).toEqual(['send', 'send']);
  });

  test('pauses briefly again when the drain fails: the probe has begun the row anew', () => {
    const script = probing();
    script.ended(false, { attempt: 1 });
    script.nowMs = 1_000;
    script.admit({ waiting: 9 });
    script.ended(true);
    expect(script.admit()).toEqual({ kind: 'hold', forMs: 500 });
  });
});
