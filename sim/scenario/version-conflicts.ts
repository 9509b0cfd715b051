import { printDuration } from '../../settings/duration.ts';
import type { Conflict } from './conflict.ts';
import type { Scenario } from './scenario.ts';

/** How an edge goes down, and what boots then, where none does; and next programs that nobody runs. */
export function versionConflicts(
  scenario: Pick<Scenario, 'fleet' | 'timeline' | 'next'>,
): readonly Conflict[] {
  return [...unbooted(scenario), ...unstopped(scenario), ...unused(scenario)];
}

function unbooted({ timeline }: Pick<Scenario, 'timeline'>): readonly Conflict[] {
  return timeline.flatMap(({ version, restart }, index): readonly Conflict[] =>
    version === null || restart
      ? []
      : [
          {
            path: ['timeline', index, 'edge', 'version'],
            other: null,
            found: `version ${version} in a window that does not restart the edge`,
            allowed: 'a version beside restart: true',
            hint: `edge: { restart: true, version: ${version} }`,
          },
        ],
  );
}

function unstopped({ timeline }: Pick<Scenario, 'timeline'>): readonly Conflict[] {
  return timeline.flatMap(({ orderlyMs, restart }, index): readonly Conflict[] => {
    if (orderlyMs === null || restart) return [];
    const said = printDuration(orderlyMs);
    return [
      {
        path: ['timeline', index, 'edge', 'orderly'],
        other: null,
        found: `an orderly stop of ${said} in a window that does not restart the edge`,
        allowed: 'an orderly stop beside restart: true',
        hint: `edge: { restart: true, orderly: ${said} }`,
      },
    ];
  });
}

function unused({ fleet, timeline, next }: Parameters<typeof versionConflicts>[0]): readonly Conflict[] {
  const runs = {
    edge: timeline.some(({ version }) => version === 'next'),
    device: fleet.groups.some(({ version }) => version === 'next'),
  };
  const hints = {
    edge: 'add a window such as { at: 1m, for: 2s, edge: { restart: true, version: next } }',
    device: 'give a group of fleet.groups version: next',
  };
  return (['edge', 'device'] as const)
    .filter((part) => next[part] !== 'same' && !runs[part])
    .map((part) => ({
      path: ['next', part],
      other: null,
      found: `a next ${part} that nothing runs`,
      allowed: part === 'edge' ? 'same, or a window that boots it' : 'same, or a group that runs it',
      hint: hints[part],
    }));
}
