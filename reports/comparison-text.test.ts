import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../sim/explore/comparison.ts';
import { renderComparisonText } from './comparison-text.ts';
import { verdictInWords } from './comparison-verdict.ts';
import {
  CROWDED_COMPARISON,
  EXAMPLE_COMPARISON,
  EXAMPLE_SWEEP,
  PRIMARY_COMPARISON,
  UNOBSERVED,
} from './testing/example-comparison.ts';
import { widthOf } from './text-width.ts';

const PLAIN = { colour: false, columns: 80, paste: null } as const;

/** The lines under a heading, up to the next heading. */
function section(text: string, title: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.includes(`── ${title} `));
  expect(start, title).toBeGreaterThanOrEqual(0);
  const end = lines.findIndex((line, index) => index > start && line.startsWith('── '));
  return lines.slice(start + 1, end < 0 ? undefined : end);
}

function withMeasures(
  change: (measure: Comparison['policies'][number]['measures'][number]) => Partial<typeof measure>,
): Comparison {
  return {
    ...EXAMPLE_COMPARISON,
    policies: EXAMPLE_COMPARISON.policies.map((policy) => ({
      ...policy,
      measures: policy.measures.map((measure) => ({ ...measure, ...change(measure) })),
    })),
  };
}

describe('the report of a comparison', () => {
  test('says what was compared, and how', () => {
    expect(renderComparisonText([EXAMPLE_COMPARISON], PLAIN).split('\n').slice(0, 6)).toEqual([
      'storm · 3 policies compared',
      '  devices    20',
      '  seeds      200: 1–200, the same for every policy',
      '  transport  direct',
      '  baseline   exponential-jitter',
      '  delays     as the policies have them',
    ]);
  });

  test('says how many readings were measured, and why not all', () => {
    const measured = {
      fromMs: 0,
      untilMs: 239_000,
      end: 'horizon',
      horizonMs: 61_000,
      readings: 956_000,
      of: 1_200_000,
      withoutLongest: ['store-and-forward'],
    } as const;
    const text = renderComparisonText([{ ...EXAMPLE_COMPARISON, measured }], { ...PLAIN, columns: 1_000 });
    expect(text).toContain(
      'measured   956,000 of 1,200,000 readings of all runs, born from 0s to 239s; the others are judged for safety only',
    );
    expect(text).toContain('all retries fit in before that, 61s under the longest policy.');
    expect(text).toContain('Of store-and-forward no longest time is known');
    expect(renderComparisonText([EXAMPLE_COMPARISON], PLAIN)).toContain(
      'measured   all 1,200,000 readings of all runs',
    );
  });

  test('has its metrics in groups, each with ±, n and marks', () => {
    expect(`\n${section(renderComparisonText([EXAMPLE_COMPARISON], PLAIN), 'Delivery').join('\n')}`)
      .toMatchInlineSnapshot(`
      "
        policy                n  delivered      within 60s     gave up
        exponential-jitter  200  97.3% ±0.4     96.5% ±0.4 *   2.7% ±0.4
        full-jitter         200  91.2% ±0.6  -  91.0% ±0.6  -  8.8% ±0.6  -
        store-and-forward   200   100% ±0   *+  90.1% ±0.7  -    0% ±0   *+

        policy                n  false failures  fairness
        exponential-jitter  200  1.4 ±0.2        96.1% ±0.3
        full-jitter         200  1.6 ±0.2  =     96.0% ±0.3  =
        store-and-forward   200    –             95.9% ±0.4  =
      "
    `);
  });

  test('has the whole group in one table where the page is wide enough', () => {
    const narrow = section(renderComparisonText([EXAMPLE_COMPARISON], PLAIN), 'Time');
    const wide = section(renderComparisonText([EXAMPLE_COMPARISON], { ...PLAIN, columns: 120 }), 'Time');
    expect(narrow.filter((line) => line.startsWith('  policy'))).toHaveLength(2);
    expect(wide.filter((line) => line.startsWith('  policy'))).toHaveLength(1);
  });

  test('shows n beside a metric where it is not that of the row', () => {
    const text = renderComparisonText([EXAMPLE_COMPARISON], PLAIN);
    expect(section(text, 'Time').join('\n')).toContain('11.41s ±930ms *+ n 183');
  });

  test('has differences to the baseline with interval and adjusted p, without the baseline', () => {
    const text = renderComparisonText([EXAMPLE_COMPARISON], PLAIN);
    const lines = section(text, 'Difference to exponential-jitter on the same seeds');
    // −0.0554 ± 0.0049 in points; 0.1769 ± 0.0092.
    expect(lines.slice(0, 3)).toEqual([
      '  policy             within 60s, points         attempts/reading',
      '  full-jitter        -5.5 [-6.0, -5.0] p<0.001  +0.177 [+0.168, +0.186] p<0.001',
      '  store-and-forward  -6.4 [-7.1, -5.8] p<0.001  -0.512 [-0.523, -0.501] p<0.001',
    ]);
    expect(lines.join('\n')).not.toContain('exponential-jitter');
  });

  test('marks no best where none is', () => {
    const text = renderComparisonText([withMeasures(() => ({ best: false }))], PLAIN);
    for (const title of ['Delivery', 'Load and cost, in requests', 'Time']) {
      expect(section(text, title).join('\n')).not.toContain('*');
    }
  });

  test('has a dash for what was not observed, and no interval for a single seed', () => {
    const unobserved = withMeasures(() => ({ estimate: UNOBSERVED, difference: null, best: false }));
    const dashes = section(renderComparisonText([unobserved], PLAIN), 'Delivery').join('\n');
    expect(dashes).not.toContain('±');
    // Three policies, five metrics.
    expect(dashes.match(/–/g)).toHaveLength(15);
    const single = withMeasures(({ estimate }) => ({
      estimate: { ...estimate, n: Math.min(1, estimate.n), low: null, high: null },
      difference: null,
    }));
    const text = renderComparisonText([{ ...single, seeds: ['7'] }], PLAIN);
    expect(section(text, 'Delivery').join('\n')).not.toContain('±');
    expect(text).toContain('1: 7, the same for every policy');
  });

  test('tells who better and worse are from the direction that is wanted', () => {
    // Full jitter delivers less and drains sooner than the baseline: the differences are both negative.
    const text = renderComparisonText([EXAMPLE_COMPARISON], { ...PLAIN, columns: 120 });
    const rowOf = (title: string): string =>
      section(text, title).find((line) => line.startsWith('  full-jitter')) ?? '';
    expect(rowOf('Delivery')).toMatch(/91\.2% ±0\.6 {2}-/);
    expect(rowOf('Time')).toMatch(/8\.12s ±350ms \*\+$/);
  });

  test('names the runs that did not pass with the first of their seeds, and the warnings', () => {
    const text = renderComparisonText([EXAMPLE_COMPARISON], PLAIN);
    expect(section(text, 'Runs that did not pass').slice(0, 2)).toEqual([
      '  ✗ full-jitter: 3 of 200 runs did not pass (2 violated, 1 stalled). First: seed',
      '    17: drains-after-heal: 3 readings of device-04 were still open 2m after the',
    ]);
    expect(section(text, 'Warnings')[0]).toMatch(/^ {2}! full-jitter waits 15\.5s in all/);
  });

  test('says in words what the numbers allow, after the numbers', () => {
    const text = renderComparisonText([EXAMPLE_COMPARISON], PLAIN);
    const words = section(text, 'Verdict').join(' ').replaceAll(/ +/g, ' ');
    for (const sentence of verdictInWords(EXAMPLE_COMPARISON)) expect(words).toContain(sentence);
    expect(text.lastIndexOf('── ')).toBe(text.indexOf('── Verdict'));
  });

  test('ends with the line to paste', () => {
    const text = renderComparisonText([EXAMPLE_COMPARISON], { ...PLAIN, paste: 'npm run sim -- compare' });
    expect(text.endsWith('To see it again:\n  npm run sim -- compare')).toBe(true);
  });

  test('says that it was interrupted, normalised, and how precise', () => {
    const precision = { asked: 0.02, reached: false };
    const text = renderComparisonText(
      [{ ...EXAMPLE_COMPARISON, complete: false, normalized: true, precision }],
      PLAIN,
    );
    expect(text.split('\n')[1]).toBe('Interrupted: this is what was done by then.');
    expect(text).toContain('precision  2% asked for, not reached');
    expect(text).toContain('normalised: scaled to wait as long in all as the baseline');
    expect(section(text, 'Policies')[0]).toContain('delays');
  });

  test('draws the load of each policy up to its peak, however short it was', () => {
    // One second of 80 requests among 299 of 10: a mean over columns would hide it, the highest second does not.
    const loadPerSecond = Array.from({ length: 300 }, (_, second) => (second === 151 ? 80 : 10));
    const policies = EXAMPLE_COMPARISON.policies.map((policy) => ({ ...policy, loadPerSecond }));
    const text = renderComparisonText([{ ...EXAMPLE_COMPARISON, policies }], PLAIN);
    const lines = section(text, 'Offered load over time');
    expect(lines.filter((line) => /^80┤ +┏/.test(line))).toHaveLength(3);
  });

  test('has no chart where nothing was sent', () => {
    const policies = EXAMPLE_COMPARISON.policies.map((policy) => ({ ...policy, loadPerSecond: [] }));
    expect(renderComparisonText([{ ...EXAMPLE_COMPARISON, policies }], PLAIN)).not.toContain('Offered load');
  });

  test('gives the full names of policies that it had to shorten', () => {
    const text = renderComparisonText([CROWDED_COMPARISON], { ...PLAIN, columns: 120 });
    expect(text).toContain(
      '…/accepted/gentle-restart.ts is ./experiments/2026/backoff/policies/accepted/gentle-restart.ts',
    );
  });

  test('of nothing says so', () => {
    expect(renderComparisonText([], PLAIN)).toBe('Nothing was compared.');
  });
});

describe('the report about a primary metric', () => {
  const text = renderComparisonText([PRIMARY_COMPARISON], PLAIN);

  test('has it first and by itself, with marks, and calls the others exploratory, without', () => {
    expect(text).toContain('primary    latency p50; all other metrics are exploratory');
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('── '))
        .slice(1, 7),
    ).toEqual([
      expect.stringMatching(/^── Primary metric ─/),
      expect.stringMatching(/^── Delivery, exploratory ─/),
      expect.stringMatching(/^── Load and cost, in requests, exploratory ─/),
      expect.stringMatching(/^── Time, exploratory ─/),
      expect.stringMatching(/^── Difference to exponential-jitter on the same seeds ─/),
      expect.stringMatching(/^── Difference to exponential-jitter on the same seeds, exploratory ─/),
    ]);
    expect(section(text, 'Primary metric').join('\n')).toMatch(/store-and-forward .* -$/m);
    for (const title of ['Delivery', 'Load and cost, in requests', 'Time']) {
      expect(section(text, `${title}, exploratory`).join('\n')).not.toMatch(/ [*+=-]+$/m);
    }
  });

  test('explains what exploratory means, and says a verdict about nothing else', () => {
    const legend = section(text, 'How to read this').join(' ').replaceAll(/ +/g, ' ');
    expect(legend).toContain('of the primary metric alone');
    expect(legend).toContain('exploratory any metric but the primary one: without marks');
    expect(section(text, 'Verdict').join(' ')).not.toMatch(/delivers|requests|recover/);
  });

  test('of a sweep has it first as well', () => {
    const sweep = EXAMPLE_SWEEP.map((comparison) => ({ ...PRIMARY_COMPARISON, sweep: comparison.sweep }));
    const headings = renderComparisonText(sweep, PLAIN)
      .split('\n')
      .filter((line) => / by devices/.test(line));
    expect(headings[0]).toMatch(/^── latency p50 by devices ─/);
    for (const heading of headings.slice(1)) expect(heading).toContain(' by devices, exploratory ');
  });
});

test('the legend says over what p-values are corrected', () => {
  const legend = section(renderComparisonText([EXAMPLE_COMPARISON], PLAIN), 'How to read this').join(' ');
  expect(legend.replaceAll(/ +/g, ' ')).toContain('correction over all metrics and policies shown:');
  const ofSweep = section(renderComparisonText(EXAMPLE_SWEEP, PLAIN), 'How to read this').join(' ');
  expect(ofSweep.replaceAll(/ +/g, ' ')).toContain('over all metrics and policies shown, at all values:');
});

describe('the report of a sweep', () => {
  const text = renderComparisonText(EXAMPLE_SWEEP, PLAIN);

  test('has the values of the setting beside each other', () => {
    const [header, first] = section(text, 'attempts/reading by devices');
    expect(header?.split(/\s+/).filter((word) => word !== '')).toEqual(['policy', 'n', '10', '20', '50']);
    // 1.6142, times 1.1, times 1.3.
    expect(first).toMatch(/1\.614 ±0\.012 +1\.776 ±0\.014 +2\.098 ±0\.016/);
  });

  test('counts the runs of all values, and says once what is the same for all', () => {
    expect(section(text, 'Policies').join('\n')).toContain('591/600');
    expect(section(text, 'Runs that did not pass').join(' ')).toMatch(
      /^ {2}✗ at every value of devices: full-jitter: 3 of 200 runs/,
    );
    expect(text.match(/drains-after-heal/g)).toHaveLength(1);
  });

  test('says of each sentence of the verdict which values it is about, and says it once', () => {
    const words = section(text, 'Verdict').join(' ').replaceAll(/ +/g, ' ');
    const sentences = words.split(' · ').slice(1);
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^(at every value of devices|devices = (10|20|50)): /);
    }
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test('has two curves for each policy, with the values on the axis', () => {
    const curves = section(text, 'Curves over devices').join('\n');
    expect(curves).toContain('full-jitter: attempts/reading');
    expect(curves).toContain('full-jitter: time to drain, s');
    // Two charts in each of three rows.
    expect(curves.match(/10 +20 +50/g)).toHaveLength(6);
  });
});

describe('no line is wider than the page', () => {
  const crowdedSweep = ['10', '20', '50', '100'].map((value) => ({
    ...CROWDED_COMPARISON,
    sweep: { setting: 'edge.capacity.ratePerSecond', value },
  }));
  const reports: readonly (readonly [string, readonly Comparison[]])[] = [
    ['three policies', [EXAMPLE_COMPARISON]],
    ['a primary metric', [PRIMARY_COMPARISON]],
    ['seventeen policies', [CROWDED_COMPARISON]],
    ['a sweep', EXAMPLE_SWEEP],
    ['a sweep of seventeen policies', crowdedSweep],
  ];

  test.for(reports)('%s', ([, comparisons]) => {
    for (const columns of [80, 120]) {
      for (const colour of [false, true]) {
        const text = renderComparisonText(comparisons, { ...PLAIN, columns, colour });
        for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });

  test('on any page', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), (columns) => {
        for (const comparisons of [[EXAMPLE_COMPARISON], EXAMPLE_SWEEP]) {
          const text = renderComparisonText(comparisons, { ...PLAIN, columns });
          for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
        }
      }),
      { numRuns: 15 },
    );
  });
});

test('names and sentences of others can neither break a line nor colour it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u001b[31mred', 'a\nb', '漢字'.repeat(40)),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 6, maxLength: 6 }), fc.boolean(), (texts, swept) => {
      const [scenario = '', policy = '', why = '', warning = '', setting = '', value = ''] = texts;
      const policies = EXAMPLE_COMPARISON.policies.map((one, index) =>
        index === 0
          ? { ...one, policy, firstFailure: { seed: '1', why }, outcomes: { ...one.outcomes, crashed: 1 } }
          : one,
      );
      const strange = { ...EXAMPLE_COMPARISON, scenario, baseline: policy, policies, warnings: [warning] };
      const comparisons = swept
        ? [
            { ...strange, sweep: { setting, value } },
            { ...strange, sweep: { setting, value: '2' } },
          ]
        : [strange];
      const report = renderComparisonText(comparisons, PLAIN);
      expect(report).not.toContain('\u001b');
      for (const line of report.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(80);
    }),
    { numRuns: 40 },
  );
});

test('colour adds nothing that the text does not say', () => {
  for (const comparisons of [[EXAMPLE_COMPARISON], EXAMPLE_SWEEP]) {
    const plain = renderComparisonText(comparisons, PLAIN);
    const coloured = renderComparisonText(comparisons, { ...PLAIN, colour: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b');
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  }
});
