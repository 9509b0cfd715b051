import { listScenarios } from '../../sim/scenario/index.ts';
import { scenarioCalled } from '../run-scenario.ts';
import { code, table } from './markdown.ts';
import type { Page } from './markdown.ts';

export function scenarios(): Page {
  return {
    title: 'Scenarios',
    intro:
      'The scenarios that come with Petrel, what each proves, and the faults that must show in it. `npm run sim -- describe ' +
      'NAME` prints one with every setting.',
    parts: [
      table(
        ['scenario', 'what it proves', 'faults that must show'],
        listScenarios().map(({ name }) => row(name)),
      ),
    ],
  };
}

function row(name: string): readonly string[] {
  const { description, expect } = scenarioCalled(name);
  const broken = expect.violations.map(
    ({ invariant, because }) => `**Expected violation** of ${code(invariant)}: ${because}.`,
  );
  const allowed = expect.mayBreak.map(
    ({ invariant, because }) => `${code(invariant)} **may be broken**: ${because}.`,
  );
  return [
    `[${code(name)}](../../scenarios/${name}.yaml)`,
    [description, ...broken, ...allowed].join(' '),
    expect.faults.map(({ fault }) => code(fault)).join('<br>'),
  ];
}
