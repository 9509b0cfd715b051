import { describe, expect, test } from 'vitest';
import { changeOf } from './baseline-changes.ts';
import { baselineText, readBaseline } from './baseline-file.ts';
import { baselineRunOf, settingsDigest } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import { scenarioFrom } from '../scenario/testing/scenario-from.ts';
import { brokenRecord, exampleRecord } from './testing/example-record.ts';
import type { RunRecord } from './run-record.ts';

const RECORD = exampleRecord();

function metrics(changes: Partial<RunRecord['metrics']>, base = RECORD): Pick<RunRecord, 'metrics'> {
  return { metrics: { ...base.metrics, ...changes } };
}

function baseline(record: RunRecord, tolerance: Baseline['tolerance'] = {}): Baseline {
  const runs = new Map([[record.seed, baselineRunOf(record)]]);
  return { scenario: record.scenario, settings: '0123456789abcdef', tolerance, runs, goneMetrics: [] };
}

const OTHER_EVENTS = { fingerprint: 'f'.repeat(64) };

describe('against a baseline, a run', () => {
  test('is the same', () => {
    expect(changeOf(RECORD, baseline(RECORD))).toEqual({ kind: 'same' });
  });

  test('is new without one, or under another seed', () => {
    expect(changeOf(RECORD, null)).toEqual({ kind: 'new' });
    expect(changeOf({ ...RECORD, seed: '2' }, baseline(RECORD))).toEqual({ kind: 'new' });
  });

  test('that did not pass has failed, whatever was agreed on', () => {
    const broken = brokenRecord();
    expect(changeOf(broken, baseline(broken))).toEqual({ kind: 'failed' });
  });

  test('of other events with the same outcome has another trajectory', () => {
    expect(changeOf({ ...RECORD, ...OTHER_EVENTS }, baseline(RECORD))).toEqual({
      kind: 'trajectory',
      metrics: [],
    });
  });

  test('may move within the tolerance of its unit', () => {
    const before = exampleRecord(metrics({ delivered: 0.9, latencyP99: 1000 }));
    // A share may move by 0.02, a time by 15 %.
    const near = exampleRecord({ ...OTHER_EVENTS, ...metrics({ delivered: 0.915, latencyP99: 1100 }) });
    expect(changeOf(near, baseline(before))).toMatchObject({
      kind: 'trajectory',
      metrics: [{ metric: 'delivered' }, { metric: 'latencyP99', before: 1000, now: 1100 }],
    });
    const far = exampleRecord({ ...OTHER_EVENTS, ...metrics({ delivered: 0.95, latencyP99: 1100 }) });
    expect(changeOf(far, baseline(before))).toEqual({
      kind: 'outcome',
      agreed: 'passed',
      metrics: [{ metric: 'delivered', unit: 'ratio', before: 0.9, now: 0.95 }],
    });
  });

  test('is held to a tolerance that was written by hand', () => {
    const before = exampleRecord(metrics({ latencyP99: 1000 }));
    const now = exampleRecord({ ...OTHER_EVENTS, ...metrics({ latencyP99: 1100 }) });
    expect(changeOf(now, baseline(before, { latencyP99: 0.05 })).kind).toBe('outcome');
    expect(changeOf(now, baseline(before, { latencyP99: 0.5 })).kind).toBe('trajectory');
  });

  test('that was agreed to fail has another outcome, whatever its events are', () => {
    const agreed = baseline(RECORD);
    const runs = new Map([[RECORD.seed, { ...baselineRunOf(RECORD), outcome: 'violated' as const }]]);
    expect(changeOf(RECORD, { ...agreed, runs })).toEqual({
      kind: 'outcome',
      agreed: 'violated',
      metrics: [],
    });
  });

  test('that shows less than before has another outcome', () => {
    const before = exampleRecord(metrics({ stored: 100 }));
    const now = exampleRecord(metrics({ stored: null }));
    expect(changeOf(now, baseline(before))).toMatchObject({
      kind: 'outcome',
      metrics: [{ before: 100, now: null }],
    });
  });
});

test('a metric that a baseline does not have yet is no other outcome', () => {
  const before = baselineRunOf(exampleRecord());
  const { stored: _stored, ...metrics } = before.metrics;
  const old = { ...baseline(RECORD), runs: new Map([[RECORD.seed, { ...before, metrics }]]) };
  expect(changeOf(RECORD, old)).toMatchObject({
    kind: 'more',
    metrics: [{ metric: 'stored', before: null }],
  });
});

describe('a file of a baseline', () => {
  test('is read back as it was written', () => {
    const made = baseline(RECORD, { latencyP99: 0.25, delivered: 0.005 });
    const text = baselineText(made);
    expect(text).toContain('latencyP99: 25%');
    expect(readBaseline(text)).toEqual({ ok: true, baseline: made });
  });

  test('may name a metric that is no more, and says so', () => {
    const text = baselineText(baseline(RECORD)).replace(
      '      delivered:',
      '      oldName: 3\n      delivered:',
    );
    const read = readBaseline(text);
    expect(read).toMatchObject({ ok: true, baseline: { goneMetrics: ['oldName'] } });
    expect(read.ok && changeOf(RECORD, read.baseline)).toEqual({ kind: 'same' });
  });

  test('with anything else in it is refused in a sentence', () => {
    const text = baselineText(baseline(RECORD));
    expect(readBaseline(text.replace('outcome: passed', 'outcome: fine'))).toMatchObject({
      ok: false,
      why: expect.stringContaining('runs, 1, outcome: found "fine" (text)'),
    });
    // One sentence: the parser shows the place in lines of its own.
    expect(readBaseline('a: [')).toMatchObject({
      ok: false,
      why: expect.stringMatching(/^it is no YAML: .+$/),
    });
    const sides = 'runs: {}\n<<<<<<< HEAD\nscenario: a\n=======\nscenario: b\n>>>>>>> other\n';
    expect(readBaseline(sides)).toMatchObject({
      ok: false,
      why: expect.stringMatching(/^at line 2 a merge/),
    });
  });
});

describe('the digest of what is set', () => {
  const digest = (...lines: readonly string[]): string =>
    settingsDigest(scenarioFrom(['name: digest', ...lines].join('\n')));

  test('is the same for a setting left alone and one set to its default, and whatever it is called', () => {
    const left = digest('duration: 5m');
    expect(digest('duration: 5m', 'network: { loss: 0% }', 'description: Anything.')).toBe(left);
    expect(left).toMatch(/^[0-9a-f]{16}$/);
  });

  test('is another for each other value, the shortest file among them', () => {
    const durations = ['1m', '2m', '5m'].map((duration) => digest(`duration: ${duration}`));
    const policies = ['fixed', 'full-jitter'].map((name) =>
      digest('duration: 5m', `device: { policy: ${name} }`),
    );
    const windows = ['10s', '20s'].map((at) =>
      digest('duration: 5m', `timeline: [{ at: ${at}, for: 5s, network: { loss: 10% } }]`),
    );
    expect(new Set([...durations, ...policies, ...windows]).size).toBe(7);
  });
});
