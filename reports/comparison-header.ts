import { printDuration } from '../settings/duration.ts';
import { printProbability } from '../settings/ratio.ts';
import type { Comparison } from '../sim/explore/comparison.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import { count, plural } from './format.ts';
import { hanging, pairs, rowsThatSay } from './layout.ts';
import type { Lines, Rows } from './layout.ts';
import type { Page } from './page.ts';
import type { PolicyLabel } from './policy-labels.ts';
import { plain, wrap } from './text-width.ts';

export const INTERRUPTED = 'Interrupted: this is what was done by then.';

/** `1–200` where they follow each other, a list where they are few, else the first and the last. */
export function seedsText(seeds: readonly string[]): string {
  const [first = '', last = ''] = [seeds.at(0), seeds.at(-1)];
  const consecutive = seeds.every((seed, index) => seed === String(Number(first) + index));
  if (seeds.length > 2 && consecutive) return `${first}–${last}`;
  return seeds.length <= 5 ? seeds.map(plain).join(', ') : `${plain(first)} … ${plain(last)}`;
}

/** How a comparison was made, as labels and texts. */
export function circumstances(comparisons: readonly Comparison[]): Rows {
  const [first] = comparisons;
  if (first === undefined) return [];
  const { baseline, normalized, primary, precision, transport, sweep } = first;
  const devices = [...new Set(comparisons.map((comparison) => comparison.devices))];
  const seeds = [...new Set(comparisons.map((each) => `${each.seeds.length}: ${seedsText(each.seeds)}`))];
  const missed = comparisons.filter((comparison) => comparison.precision?.reached === false).length;
  const reached =
    missed === 0 ? 'reached' : missed === comparisons.length ? 'not reached' : 'not reached everywhere';
  const values = comparisons.map((comparison) => comparison.sweep?.value ?? '').join(', ');
  return rowsThatSay([
    ['devices', devices.join(', ')],
    ['seeds', `${seeds.join(' | ')}, the same for every policy`],
    ['transport', transport],
    ['baseline', baseline],
    ...(primary === null
      ? []
      : [['primary', `${METRICS[primary].compared.label}; all other metrics are exploratory`] as const]),
    [
      'delays',
      normalized ? 'normalised: scaled to wait as long in all as the baseline' : 'as the policies have them',
    ],
    [
      'precision',
      precision === null ? undefined : `${printProbability(precision.asked)} asked for, ${reached}`,
    ],
    ['measured', measuredText(comparisons)],
    ['sweep', sweep === null ? undefined : `${sweep.setting} = ${values}`],
  ]);
}

/** How many readings the metrics are of, and which: undefined where nothing is known of readings. */
function measuredText(comparisons: readonly Comparison[]): string | undefined {
  const readings = comparisons.reduce((sum, { measured }) => sum + measured.readings, 0);
  const all = comparisons.reduce((sum, { measured }) => sum + measured.of, 0);
  if (all === 0) return undefined;
  if (readings === all) return `all ${count(all)} readings of all runs`;
  const spans = comparisons.map(
    ({ measured }) => `${printDuration(measured.fromMs)} to ${printDuration(measured.untilMs)}`,
  );
  return `${count(readings)} of ${count(all)} readings of all runs, born from ${[...new Set(spans)].join(' | ')}; the others are judged for safety only`;
}

/** Title, circumstances, and the full names of policies whose labels are shorter. */
export function headerBlock(
  comparisons: readonly Comparison[],
  labels: readonly PolicyLabel[],
  page: Page,
): Lines {
  const [first] = comparisons;
  if (first === undefined) return [];
  const title = `${plain(first.scenario)} · ${plural(first.policies.length, 'policy', 'policies')} compared`;
  const shortened = labels.filter((label) => label.shortened);
  return [
    ...wrap(title, page.columns).map((line) => page.paint('strong', line)),
    ...(comparisons.every(({ complete }) => complete)
      ? []
      : wrap(INTERRUPTED, page.columns).map((line) => page.paint('warn', line))),
    ...pairs(circumstances(comparisons), page),
    ...shortened.flatMap(({ label, policy }) => hanging('  ', `${label} is ${plain(policy)}`, page.columns)),
  ];
}
