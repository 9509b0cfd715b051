import { describe, expect, test } from 'vitest';
import { renderScenarioDescription } from './scenario-description.ts';
import { renderScenarioList } from './scenario-list.ts';
import { runLine } from './run-verdict.ts';
import { BROKEN_RESULT, EXAMPLE_RESULT } from '../sim/run/testing/example-result.ts';
import { widthOf } from './text-width.ts';

const SIXTY = { colour: false, columns: 60 };

describe('texts about scenarios', () => {
  test('the list has one paragraph for each', () => {
    const list = [
      { name: 'calm', description: 'Nothing goes wrong.' },
      { name: 'storm', description: EXAMPLE_RESULT.scenario.description },
    ];
    expect(`\n${renderScenarioList(list, SIXTY)}\n`).toMatchInlineSnapshot(`
      "
      ── Scenarios ───────────────────────────────────────────────
        calm   Nothing goes wrong.
        storm  For one minute the edge sheds 90 % of requests.
               Nothing is stored twice, nothing is lost unseen.
      "
    `);
  });

  test('an empty list says so', () => {
    expect(renderScenarioList([], SIXTY)).toBe('No scenarios.');
  });

  test('what is expected of the built-in subject alone has a heading of its own', () => {
    const { scenario } = EXAMPLE_RESULT;
    const builtIn = {
      metrics: [],
      violations: [{ invariant: 'accepted-once', because: 'it forgets' } as const],
    };
    const text = renderScenarioDescription(
      { ...scenario, expect: { ...scenario.expect, builtIn } },
      () => '',
      SIXTY,
    );
    expect(text.split('\n').slice(-2)).toEqual([
      '── Expects of the built-in edge and device ─────────────────',
      '  accepted-once  violated: it forgets',
    ]);
  });

  test('the description has every setting that is not off, and what is expected', () => {
    const text = renderScenarioDescription(
      EXAMPLE_RESULT.scenario,
      ({ comparison, value }) => `${comparison} ${value * 100}%`,
      SIXTY,
    );
    expect(`\n${text}\n`).toMatchInlineSnapshot(`
      "
      storm
      For one minute the edge sheds 90 % of requests. Nothing is
      stored twice, nothing is lost unseen.

      ── Settings ────────────────────────────────────────────────
        fleet     20 devices, a reading each 3s, staggered, for 5m
        device    timeout 5s · 8 in flight · outbox 10,000,
                  drop-oldest · duplicate 10%
        policy    exponential-jitter: base 1s × 2, cap 30s, ±50%,
                  5 retries
        network   latency 20ms–80ms · loss 1%
        edge      overload 10% (Retry-After 2s) · dedupe 5m,
                  10,000 keys
        timeline  1m–2m: edge overload 90% (Retry-After 2s)
        drain     within 2m of the last fault

      ── Expects ─────────────────────────────────────────────────
        edge.overload  seen by the client at least once
        delivered      >= 80%
      "
    `);
  });

  test('both keep to the page', () => {
    for (const columns of [20, 33, 80]) {
      const options = { colour: true, columns };
      const list = renderScenarioList([EXAMPLE_RESULT.scenario], options);
      const description = renderScenarioDescription(
        EXAMPLE_RESULT.scenario,
        ({ value }) => String(value),
        options,
      );
      for (const line of `${list}\n${description}`.split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });
});

describe('a run on one line', () => {
  test('has the verdict, the scenario, the seed and the fingerprint of a pass', () => {
    expect(runLine(EXAMPLE_RESULT, { colour: false, columns: 120 })).toBe(
      'PASSED  storm · seed 42 · 9f3c41d2a07b',
    );
  });

  test('has the reason of a failure, whole where the page has no end', () => {
    const line = runLine(BROKEN_RESULT, { colour: false, columns: Infinity });
    expect(line).toContain(BROKEN_RESULT.why);
  });

  test('is cut at the page', () => {
    expect(runLine(BROKEN_RESULT, { colour: false, columns: 60 })).toBe(
      'VIOLATED  storm · seed 42 · 9f3c41d2a07b · accepted-once vi…',
    );
  });
});
