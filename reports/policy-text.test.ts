import { describe, expect, test } from 'vitest';
import { renderPolicyList } from './policy-list.ts';
import { renderPolicyText } from './policy-text.ts';
import type { DescribedPolicy } from './policy-text.ts';
import { widthOf } from './text-width.ts';

const PAGE = { colour: false, columns: 80 };

const described: DescribedPolicy = {
  name: 'doubling',
  memory: 'process',
  retriesMax: 5,
  description: {
    formula: 'b·2^k',
    jitter: 'none',
    remembers: 'tokens',
    defaults: 'b 250ms',
    source: 'nobody',
  },
  profile: {
    delays: Array.from({ length: 10 }, (_, retryIndex) => ({
      retryIndex,
      meanMs: 250 * 2 ** retryIndex,
      p5Ms: 200 * 2 ** retryIndex,
      p95Ms: 300 * 2 ** retryIndex,
    })),
    meanTotalDelayMs: 7_750,
  },
};

function linesOf(text: string, columns: number): readonly string[] {
  const lines = text.split('\n');
  for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
  return lines;
}

describe('a policy', () => {
  test('shows its words, its ten delays and what it waits in all', () => {
    const text = renderPolicyText(described, PAGE);
    const lines = linesOf(text, 80);
    expect(lines[0]).toBe('doubling');
    for (const [label, value] of [
      ['formula', 'b·2^k'],
      ['memory', 'process: tokens'],
      ['defaults', 'b 250ms'],
      ['source', 'nobody'],
      ['retries', '5'],
      ['waits in all', '7.75s on average, when every retry is needed'],
    ] as const) {
      expect(
        lines.some((line) => line.startsWith(`  ${label} `) && line.endsWith(` ${value}`)),
        label,
      ).toBe(true);
    }
    // 250 ms doubled nine times is 128 s.
    expect(text).toMatch(/^ +9 +2m08s +1m42s +2m34s$/m);
    expect(lines.filter((line) => /^ +\d +\S+s +\S+s +\S+s$/.test(line))).toHaveLength(10);
  });

  test('has a chart of its mean delays in seconds, or in milliseconds where none takes a second', () => {
    expect(renderPolicyText(described, PAGE)).toContain('── Mean delay in seconds before retry k ─');
    const delays = described.profile.delays.map((delay) => ({ ...delay, meanMs: delay.meanMs / 1_000 }));
    const quick = { ...described, profile: { ...described.profile, delays } };
    expect(renderPolicyText(quick, PAGE)).toContain('── Mean delay in milliseconds before retry k ─');
    const axis = renderPolicyText(described, PAGE).trimEnd().split('\n').at(-1);
    expect(axis?.trim().split(/ +/)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  test('of a user has no words but its own name, of which a terminal obeys nothing', () => {
    const own = { ...described, name: 'mine\u001b[2J', description: null, retriesMax: null };
    const text = renderPolicyText({ ...own, profile: { ...own.profile, meanTotalDelayMs: null } }, PAGE);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('formula');
    expect(text).toMatch(/retries +without an end/);
    expect(text).toMatch(/waits in all +no end/);
  });

  test('that never retries has no delays', () => {
    const text = renderPolicyText({ ...described, retriesMax: 0 }, PAGE);
    expect(text).not.toContain('──');
  });

  test('fits pages that are narrow', () => {
    for (const columns of [40, 60]) linesOf(renderPolicyText(described, { colour: true, columns }), columns);
  });
});

describe('the list of policies', () => {
  const formula = 'min(C, (b/1.4)·(g(k + u) − g(k − 1 + u′))), g(t) = 2^t·tanh √(4t)';
  const policies = [
    { name: 'none', formula: 'no retry', memory: 'none', meanTotalDelayMs: 0 },
    { name: 'polly-v2', formula, memory: 'reading', meanTotalDelayMs: 16_480 },
    { name: 'store-and-forward', formula: 'u·E', memory: 'device', meanTotalDelayMs: null },
  ] as const;

  test('has a row for each, with a long formula over several lines', () => {
    const text = renderPolicyList(policies, PAGE);
    linesOf(text, 80);
    expect(text).toMatch(/^ {2}none +no retry +none +0ms$/m);
    expect(text).toMatch(/^ {2}polly-v2 .* reading +16\.48s$/m);
    expect(text).toMatch(/^ {2}store-and-forward +u·E +device +no end$/m);
    // No part of the formula is cut off.
    expect(text).not.toContain('…');
    for (const part of formula.split(' ')) expect(text).toContain(part);
  });

  test('fits pages that are narrow', () => {
    linesOf(renderPolicyList(policies, { colour: true, columns: 60 }), 60);
  });
});
