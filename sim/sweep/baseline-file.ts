import { stringify } from 'yaml';
import * as z from 'zod';
import { issueInWords } from '../../settings/issue-words.ts';
import { isMetricName, METRIC_NAMES } from '../metrics/index.ts';
import type { MetricName } from '../metrics/index.ts';
import { readPlainYaml } from '../scenario/index.ts';
import type { Baseline, BaselineRun } from './baseline.ts';

export type ReadBaseline =
  | { readonly ok: true; readonly baseline: Baseline }
  /** What is wrong, in a sentence without the file's name. */
  | { readonly ok: false; readonly why: string };

/** Also of metrics that are called something else by now, or are no more. */
const METRIC_VALUES = z.record(z.string(), z.number());

const BASELINE = z.strictObject({
  scenario: z.string(),
  settings: z.string(),
  tolerance: z
    .partialRecord(z.enum(METRIC_NAMES), z.string().regex(/^\d+(\.\d+)?%$/, 'must be a share such as 5%'))
    .optional(),
  runs: z
    .record(
      z.string(),
      z.strictObject({
        outcome: z.enum([
          'passed',
          'violated',
          'stalled',
          'limit-hit',
          'crashed',
          'inconclusive',
          'unsupported',
        ]),
        fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
        metrics: METRIC_VALUES,
      }),
    )
    .refine((runs) => Object.keys(runs).length > 0, 'must have one; `check --update` writes some'),
});

const HEADER = [
  ' What this scenario came to when it was last agreed on. `sim check` holds new runs against it; `sim check --update`',
  ' writes it. By hand: tolerance, e.g. `tolerance: { latencyP99: 25% }`, for metrics that may go further than others.',
].join('\n#');

/** Undone by `readBaseline`. Runs stand in the order of the map. */
export function baselineText({ scenario, settings, tolerance, runs }: Baseline): string {
  const byHand = Object.entries(tolerance).map(([metric, share]) => [metric, `${percent(share)}%`]);
  const document = {
    scenario,
    settings,
    ...(byHand.length > 0 && { tolerance: Object.fromEntries(byHand) }),
    runs: Object.fromEntries(runs),
  };
  return `#${HEADER}\n${stringify(document, { lineWidth: 0 })}`;
}

function percent(share: number): number {
  return Number((share * 100).toPrecision(12));
}

export function readBaseline(text: string): ReadBaseline {
  const document = readPlainYaml(text);
  if (!document.ok) return document;
  const read = BASELINE.safeParse(document.value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { ok: false, why: issue === undefined ? 'wrong' : issueInWords(issue, document.value) };
  }
  const { scenario, settings, tolerance = {}, runs } = read.data;
  const shares = Object.entries(tolerance).flatMap(([metric, share]): [MetricName, number][] =>
    isMetricName(metric) && share !== undefined ? [[metric, Number(share.slice(0, -1)) / 100]] : [],
  );
  return {
    ok: true,
    baseline: {
      scenario,
      settings,
      tolerance: Object.fromEntries(shares),
      runs: new Map(Object.entries(runs).map(([seed, run]) => [seed, knownOf(run)])),
      goneMetrics: [
        ...new Set(Object.values(runs).flatMap((run) => Object.keys(run.metrics).filter(isGone))),
      ],
    },
  };
}

function isGone(name: string): boolean {
  return !isMetricName(name);
}

function knownOf(run: BaselineRun & { readonly metrics: Readonly<Record<string, number>> }): BaselineRun {
  return {
    ...run,
    metrics: Object.fromEntries(Object.entries(run.metrics).filter(([name]) => !isGone(name))),
  };
}
