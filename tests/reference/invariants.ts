import { INVARIANT_NAMES, INVARIANTS } from '../../sim/check/index.ts';
import { code, table } from './markdown.ts';
import type { Page } from './markdown.ts';

export function invariants(): Page {
  return {
    title: 'Invariants',
    intro:
      'What every run is checked for, whatever its scenario expects. [How a run is judged](../how-a-run-is-judged.md) ' +
      'says what it means that one holds.',
    parts: [
      table(
        ['invariant', 'the promise', 'more exactly'],
        INVARIANT_NAMES.map((name) => [code(name), INVARIANTS[name].says, INVARIANTS[name].doc]),
      ),
    ],
  };
}
