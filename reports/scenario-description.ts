import type { FaultLevel } from '../sim/faults/index.ts';
import type { Scenario } from '../sim/scenario/scenario.ts';
import type { ExpectedBound, ExpectedFindings } from '../sim/scenario/expectations.ts';
import { heading, pairs, stack } from './layout.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { settingRows } from './settings.ts';
import { fit, plain, wrap } from './text-width.ts';

const LEVELS: Readonly<Record<FaultLevel, string>> = {
  injected: 'injected at least once',
  'in-effect': 'in effect at least once',
  seen: 'seen by the client at least once',
};

/** `>= 80%`: how a bound is written is the business of whoever knows the unit of its metric. */
export type PrintBound = (bound: ExpectedBound) => string;

/** A scenario with all its settings resolved, and what it expects. Ends without a line break. */
export function renderScenarioDescription(
  scenario: Scenario,
  printBound: PrintBound,
  options: PageOptions,
): string {
  const page = pageOf(options);
  const { faults, mayBreak, builtIn, ownPolicy } = scenario.expect;
  const rowsOf = ({ metrics, violations }: ExpectedFindings) => [
    ...metrics.map((bound) => [bound.metric, printBound(bound)] as const),
    ...violations.map(({ invariant, because }) => [invariant, `violated: ${because}`] as const),
  ];
  const expected = [
    ...faults.map(({ fault, level }) => [fault, LEVELS[level]] as const),
    ...rowsOf(scenario.expect),
    ...mayBreak.map(({ invariant, because }) => [invariant, `may be broken: ${because}`] as const),
  ];
  const part = (title: string, rows: typeof expected) =>
    rows.length === 0 ? [] : [heading(title, page), ...pairs(rows, page)];
  return stack([
    [
      page.paint('strong', fit(plain(scenario.name), page.columns)),
      ...wrap(plain(scenario.description), page.columns),
    ],
    [heading('Settings', page), ...pairs(settingRows(scenario), page)],
    part('Expects', expected),
    part('Expects of the built-in edge and device', rowsOf(builtIn)),
    part('Expects of them by the policy above', rowsOf(ownPolicy)),
  ]).join('\n');
}
