import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderRunText } from './run-text.ts';
import { BROKEN_RESULT, EXAMPLE_RESULT } from '../sim/run/testing/example-result.ts';
import type { RunResult } from '../sim/run/result.ts';
import { widthOf } from './text-width.ts';

const PLAIN = { colour: false, columns: 80, lastEvents: [], paste: null, everySetting: null } as const;

/** The lines under a heading, up to the next blank line. */
function section(text: string, title: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.includes(`── ${title} `));
  const end = lines.findIndex((line, index) => index > start && line === '');
  return lines.slice(start + 1, end < 0 ? undefined : end);
}

describe('the report of a run', () => {
  test('says of readings that cannot be followed that they are not observable, not that they are lost', () => {
    const { ends } = EXAMPLE_RESULT.ledger;
    const result = {
      ...EXAMPLE_RESULT,
      ledger: { ...EXAMPLE_RESULT.ledger, ends: { ...ends, untied: 100 } },
      metrics: { ...EXAMPLE_RESULT.metrics, lost: null },
    };
    const lines = renderRunText(result, PLAIN).split('\n');
    expect(lines.find((line) => line.includes('  lost'))).toMatch(/lost +– +not told/);
    expect(lines.find((line) => line.includes('not observable'))).toMatch(/not observable +100 +5\.0%/);
  });

  test('says at the top how many requests cannot be tied to a reading, and what would tie them', () => {
    const nameless = { ...EXAMPLE_RESULT, client: { ...EXAMPLE_RESULT.client, nameless: 100 } };
    const lines = renderRunText(nameless, PLAIN).split('\n');
    // Below the title, its description of two lines and a blank line.
    expect(lines[4]).toBe('  ! 100 of 3,202 requests do not tell which reading they are for. A reading of');
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('{ sequence_id, correlation_id }');
    expect(renderRunText(EXAMPLE_RESULT, PLAIN)).not.toContain('do not tell which reading');
  });

  test('reads from the settings to the verdict', () => {
    expect(`\n${renderRunText(EXAMPLE_RESULT, PLAIN)}\n`).toMatchInlineSnapshot(`
      "
      storm · seed 42
      For one minute the edge sheds 90 % of requests. Nothing is stored twice, nothing
      is lost unseen.

      ── Settings ────────────────────────────────────────────────────────────────────
        fleet       20 devices, a reading each 3s, staggered, for 5m
        device      timeout 5s · 8 in flight · outbox 10,000, drop-oldest · duplicate
                    10%
        policy      exponential-jitter: base 1s × 2, cap 30s, ±50%, 5 retries
        network     latency 20ms–80ms · loss 1%
        edge        overload 10% (Retry-After 2s) · dedupe 5m, 10,000 keys
        timeline    1m–2m: edge overload 90% (Retry-After 2s)
        drain       within 2m of the last fault
        under test  edge petrel · device petrel · policy exponential-jitter ·
                    supertest

      ── What the devices saw ──────────────   ── What the edge saw ─────────────────
        requests sent          3,202             received               3,171
        second copies            198    6.2%     accepted               1,951   61.5%
        2xx accepted           1,949   60.9%     duplicates               182    5.7%
        409 duplicate            182    5.7%     rejected                   9    0.3%
        4xx rejected               9    0.3%     transient 503          1,029   32.5%
        503 unavailable        1,031   32.2%     peak requests/s           34
        timeouts                  31    1.0%     peak dedupe keys       1,951

      ── Delivery ledger ───────────────────   ── Birth to acknowledgement ──────────
        generated              2,000             p50                    101ms
        acknowledged           1,949   97.5%     p90                    3.42s
        acknowledged by 409        2    0.1%     p99                    21.8s
        rejected                   9    0.4%     max                    1m01s
        exhausted                 40    2.0%     stored within 60s      1,949   97.5%
        lost                       0             drained after          12.2s
        stored                 1,951   97.5%
        reached again            182    9.1%   ── Attempts per reading ──────────────
        deduplicated             182    9.1%     1  1,606  80.3%  ██████████████
        accepted twice             0             2    180   9.0%  ██
        peak outbox               41             3     80   4.0%  █
                                                 4     52   2.6%
                                                 5     32   1.6%
                                                 6     50   2.5%
                                                 mean 1.502 over the 2,000 sent

      ── Faults ──────────────────────────────────────────────────────────────────────
                          injected  in effect  seen by the client
        device.duplicate       198        198                   –
        network.loss            31         31                  30
        edge.overload        1,042      1,042               1,040

      ── Invariants ──────────────────────────────────────────────────────────────────
        ✓ accepted-once      held, tested 1,951 times
        – metrics-reconcile  not observable: the edge has no /metrics in our form
        ✓ memory-bounded     held, tested 100 times; outboxes only: the edge does not
                             say what it holds

      ── Expectations ────────────────────────────────────────────────────────────────
        ✓ edge.overload seen by the client  1040×
        ✓ delivered >= 80%                  97.55%

      faults 0ms · heal and drain 5m00s, 17 open · end 5m41s, 0 open
      sim 5m41s · wall 0.9s · 379× · 3,523 exchanges/s · fingerprint 9f3c41d2a07b
      PASSED  storm, seed 42: all invariants held, 2 of 2 expectations met
      "
    `);
  });

  test('ends a failure with the violations, the last events, the verdict and the line to paste', () => {
    const text = renderRunText(BROKEN_RESULT, {
      ...PLAIN,
      paste: 'npm run sim -- --scenario storm --seed 42',
      everySetting: null,
      lastEvents: [
        {
          at: 81_700_000,
          kind: 'answer_lost',
          device: 'device-007',
          reading: 27,
          attempt: 0,
          by: 'network.answerLoss',
          status: 200,
        },
        {
          at: 83_100_000,
          kind: 'device_logged',
          device: 'device-007',
          reading: 27,
          event: 'retrying_after_backoff',
          fields: { retry: 0, delay_ms: 1500 },
        },
      ],
    });
    expect(`\n${text.slice(text.indexOf('── Invariants'))}\n`).toMatchInlineSnapshot(`
      "
      ── Invariants ──────────────────────────────────────────────────────────────────
        ✗ accepted-once  violated 12×
        ! retry-budget   violated 3×, as expected: the old client retries once too
                         often

      ── Expectations ────────────────────────────────────────────────────────────────
        ✗ edge.overload seen by the client  not met: never
        ✓ retry-budget violated             violated 3×

      ── Warnings ────────────────────────────────────────────────────────────────────
        ! dedupe TTL 5m is shorter than the retry horizon of 6m12s

      ── First violations ────────────────────────────────────────────────────────────
        accepted-once
          · device-007, reading 27: stored 2 times: again at 83.204s, 1.6s after the
            first at 81.604s; dedupe TTL 300s
          and 11 more

      ── Last events of reading 27, device-007 ───────────────────────────────────────
          81.700s  answer_lost        attempt 0  by network.answerLoss  status 200
          83.100s  device_logged      retrying_after_backoff  retry 0  delay_ms 1500

      faults 0ms · heal and drain 5m00s, 17 open · end 5m41s, 0 open
      sim 5m41s · wall 0.9s · 379× · 3,523 exchanges/s · fingerprint 9f3c41d2a07b
      VIOLATED  storm, seed 42: accepted-once violated 12×, 1 of 2 expectations not
                met
      To see it again:
        npm run sim -- --scenario storm --seed 42
      "
    `);
  });

  test('leaves out faults that did not act, but not those that were asked for', () => {
    const faults = { ...EXAMPLE_RESULT.faults, 'edge.overload': { injected: 0, inEffect: 0, seen: 0 } };
    const names = section(renderRunText({ ...EXAMPLE_RESULT, faults }, PLAIN), 'Faults').map(
      (line) => line.trim().split(/ +/)[0],
    );
    expect(names).toEqual(['injected', 'device.duplicate', 'network.loss', 'edge.overload']);
  });

  test('says of an edge that tells nothing that its answers are taken for it, and what those leave open', () => {
    const ledger = {
      ...EXAMPLE_RESULT.ledger,
      storedBy: 'answers',
      deduplicated: null,
      acceptedTwice: null,
    } as const;
    const text = renderRunText({ ...EXAMPLE_RESULT, ledger }, PLAIN);
    expect(text).toMatch(/stored by answers +1,951 +97\.5%/);
    expect(text).toMatch(/accepted twice +– +not told/);
  });

  test('says of an edge that lists what it stored that it does not tell when', () => {
    const text = renderRunText({ ...EXAMPLE_RESULT, storedWithin60s: null }, PLAIN);
    expect(text).toMatch(/stored within 60s +– +not told/);
  });

  test('has no colour unless asked for', () => {
    expect(renderRunText(BROKEN_RESULT, PLAIN)).not.toContain('\u001b');
    expect(renderRunText(BROKEN_RESULT, { ...PLAIN, colour: true })).toContain('\u001b[31mVIOLATED');
  });

  test('prints the same text with colours as without, colours aside', () => {
    const coloured = renderRunText(BROKEN_RESULT, { ...PLAIN, colour: true });
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderRunText(BROKEN_RESULT, PLAIN));
  });

  test('obeys no escape sequence of a scenario', () => {
    const scenario = {
      ...EXAMPLE_RESULT.scenario,
      name: 'evil\u001b[2J\u001b]0;x\u0007',
      description: 'a\r\nb\u202ec',
    };
    const text = renderRunText({ ...EXAMPLE_RESULT, scenario, seed: '\u001b[31m1' }, PLAIN);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u001b\r\u0007\u202e]/);
  });
});

describe('the line to paste', () => {
  const shown = (paste: string): readonly string[] => {
    const lines = renderRunText(BROKEN_RESULT, { ...PLAIN, columns: 40, paste }).split('\n');
    return lines.slice(lines.indexOf('To see it again:') + 1);
  };

  test('is continued where it is too long, so that a shell takes it back together', () => {
    expect(shown('npm run sim -- --scenario storm --seed 42')).toEqual([
      '  npm run sim -- --scenario storm \\',
      '    --seed 42',
    ]);
  });

  test('stays whole where a break could change it', () => {
    const quoted = "npm run sim -- --scenario 'my storm' --seed 42";
    expect(shown(quoted)).toEqual([`  ${quoted}`]);
    const long = 'npm run sim -- --scenario /a/very/long/path/to/some/scenario.yaml';
    expect(shown(long)).toEqual([`  ${long}`]);
  });
});

/** Replaces every number in a result, however deep, by one drawn. */
function renumbered<T>(value: T, next: () => number): T;
function renumbered(value: unknown, next: () => number): unknown {
  if (typeof value === 'number') return next();
  if (Array.isArray(value)) return value.map((item) => renumbered(item, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renumbered(item, next)]));
}

describe('no line is wider than the page', () => {
  const magnitude = fc.oneof(
    fc.integer({ min: 0, max: 3000 }),
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    fc.double({ min: 0, max: 1e12, noNaN: true }),
  );

  function expectFits(result: RunResult, columns: number): void {
    const options = {
      colour: true,
      columns,
      paste: 'npm run sim -- --scenario storm --seed 42',
      lastEvents: [],
      everySetting: null,
    };
    for (const line of renderRunText(result, options).split('\n')) {
      expect(line).toSatisfy((text: string) => widthOf(text) <= columns);
    }
  }

  test('for any numbers', () => {
    fc.assert(
      fc.property(
        fc.array(magnitude, { minLength: 20, maxLength: 20 }),
        fc.constantFrom(20, 40, 60, 79, 80, 120),
        (pool, columns) => {
          let index = 0;
          const next = (): number => pool[(index += 1) % pool.length] ?? 0;
          expectFits(renumbered(EXAMPLE_RESULT, next), columns);
          expectFits(renumbered(BROKEN_RESULT, next), columns);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('for any names and sentences', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(word, word, word, fc.constantFrom(20, 40, 80), (name, sentence, seed, columns) => {
        const scenario = { ...BROKEN_RESULT.scenario, name, description: sentence };
        const subject = { edge: sentence, device: name, policy: seed };
        expectFits(
          { ...BROKEN_RESULT, scenario, seed, subject, why: sentence, warnings: [sentence] },
          columns,
        );
      }),
      { numRuns: 60 },
    );
  });
});
