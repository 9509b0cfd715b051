import { brokenPromises } from '../run/index.ts';
import type { RunResult } from '../run/index.ts';
import type { FailureGroup, SweepSummary } from './sweep-summary.ts';

const VIOLATIONS_SHOWN = 3;
const GROUPS_SHOWN = 5;
const SEEDS_SHOWN = 8;

/** What went wrong in a run that did not pass, for tests: first which run and why, then its first violations. */
export function runFailureWords({ scenario, seed, outcome, why, invariants }: RunResult): readonly string[] {
  const violations = brokenPromises(invariants).flatMap(({ name, verdict }) =>
    verdict.violations.slice(0, VIOLATIONS_SHOWN).map(({ device, reading, message }) => {
      const who = [device ?? '', reading === null ? '' : `reading ${reading}`].filter((part) => part !== '');
      return `  ${name}: ${[...who, message].join(', ')}`;
    }),
  );
  return [`${scenario.name}, seed ${seed}: ${outcome}: ${why}`, ...violations];
}

/** The same of many runs: each kind of failure with its seeds, and the first violation of the first of them. */
export function sweepFailureWords({ runs, failed, failures }: SweepSummary): readonly string[] {
  const rest = failures.length - GROUPS_SHOWN;
  return [
    `${failed} of ${runs} runs failed`,
    ...failures.slice(0, GROUPS_SHOWN).flatMap(groupWords),
    ...(rest > 0 ? [`  and ${rest} more kinds of failure`] : []),
  ];
}

function groupWords({ scenario, failure, seeds, first }: FailureGroup): readonly string[] {
  const more = seeds.length > SEEDS_SHOWN ? `, and ${seeds.length - SEEDS_SHOWN} more` : '';
  const which = `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.slice(0, SEEDS_SHOWN).join(', ')}${more}`;
  return [`  ${scenario}, ${which}: ${failure}`, `    ${first.broken[0]?.message ?? first.why}`];
}
