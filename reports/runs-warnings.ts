import type { RunsWarning } from '../sim/sweep/warnings-of-runs.ts';
import { plural } from './format.ts';

const SHOWN = 5;

/** A sentence for each kind of warning, with the first run that had it. */
export function runsWarnings(warnings: readonly RunsWarning[]): readonly string[] {
  const rest = warnings.length - SHOWN;
  return [
    ...warnings.slice(0, SHOWN).map(({ text, scenario, seed, runs }) => {
      const others = runs === 1 ? '' : `, and ${plural(runs - 1, 'other run')}`;
      return `${text} (${scenario}, seed ${seed}${others})`;
    }),
    ...(rest > 0 ? [`and ${plural(rest, 'other kind')} of warning`] : []),
  ];
}
