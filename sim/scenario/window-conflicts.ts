import type { Conflict } from './conflict.ts';
import { printDuration } from '../../settings/duration.ts';
import type { Path } from '../../settings/problem.ts';
import { saidOfWindow } from './said-of-window.ts';
import type { Scenario, Window } from './scenario.ts';

/** Windows outside of the run, windows that change nothing, and two that change the same setting at the same time. */
export function windowConflicts({ timeline, durationMs, edge }: Scenario): readonly Conflict[] {
  return [
    ...timeline.flatMap((window, index) => singleConflicts(window, index, durationMs)),
    ...timeline.flatMap((window, index) => instanceConflicts(window, index, edge.instances)),
    ...roughDiskConflicts({ timeline, edge }),
    ...overlaps(timeline),
  ];
}

/** The settings that a window changes, as paths below it: `['edge', 'overload']`, `['device', 'reboot']`. */
export function settingsOf(window: Window): readonly (readonly [string, string])[] {
  const { device, network, edge } = saidOfWindow(window);
  return Object.entries({ device, network, edge }).flatMap(([player, settings]) =>
    Object.keys(settings ?? {})
      // They say whom the others hit, and what boots after them.
      .filter((key) => key !== 'instance' && key !== 'version')
      .map((key) => [player, key] as const),
  );
}

function instanceConflicts({ instance }: Window, index: number, instances: number): readonly Conflict[] {
  if (instance === null || instance <= instances) return [];
  return [
    {
      path: ['timeline', index, 'edge', 'instance'],
      other: ['edge', 'instances'],
      found: `instance ${instance} of an edge that has ${instances}`,
      allowed: instances === 1 ? '1' : `1 to ${instances}`,
      hint: `give the edge more of them (edge.instances: ${instance}), or hit another`,
    },
  ];
}

/** What a rough disk leaves of what was not synced is simulated where one machine has it. */
function roughDiskConflicts({ timeline, edge }: Pick<Scenario, 'timeline' | 'edge'>): readonly Conflict[] {
  if (edge.instances === 1) return [];
  const isRough = (said: Window['edge']): boolean => (said.disk ?? null) !== null;
  const paths: readonly Path[] = [
    ...(isRough(edge) ? [['edge', 'disk']] : []),
    ...timeline.flatMap((window, index) =>
      isRough(window.edge) ? [['timeline', index, 'edge', 'disk']] : [],
    ),
  ];
  return paths.map((path) => ({
    path,
    other: ['edge', 'instances'],
    found: `a rough disk, which ${edge.instances} instances of the edge share`,
    allowed: 'a rough disk with edge.instances: 1',
    hint: 'take one of the two; what instances share outlives each of them as it was synced',
  }));
}

function singleConflicts(window: Window, index: number, durationMs: number): readonly Conflict[] {
  const path: Path = ['timeline', index];
  const conflicts: Conflict[] = [];
  if (window.atMs >= durationMs) {
    conflicts.push({
      path: [...path, 'at'],
      other: ['duration'],
      found: `a window at ${printDuration(window.atMs)}, when the run of ${printDuration(durationMs)} is over`,
      allowed: `before ${printDuration(durationMs)}`,
      hint: 'move the window, or lengthen duration',
    });
  } else if (window.atMs + window.forMs > durationMs) {
    conflicts.push({
      path: [...path, 'for'],
      other: ['duration'],
      found: `a window until ${printDuration(window.atMs + window.forMs)} in a run of ${printDuration(durationMs)}`,
      allowed: `at most ${printDuration(durationMs - window.atMs)} from ${printDuration(window.atMs)} on`,
      hint: 'shorten the window, or lengthen duration',
    });
  }
  if (settingsOf(window).length === 0) {
    conflicts.push({
      path,
      other: null,
      found: 'a window that changes nothing',
      allowed: 'at least one setting under device, network or edge',
      hint: 'such as edge: { overload: 90% }',
    });
  }
  return conflicts;
}

/** Sorted by start, each window is compared with those that are still open: few, however long the timeline. */
function overlaps(timeline: readonly Window[]): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  const order = timeline
    .map((window, index) => ({ window, index }))
    .toSorted((a, b) => a.window.atMs - b.window.atMs);
  const open = new Map<string, { readonly window: Window; readonly index: number }>();
  for (const { window, index } of order) {
    for (const setting of settingsOf(window)) {
      // Two instances may have the same fault at the same time.
      const name = [setting[0] === 'edge' ? window.instance : null, ...setting].join('.');
      const before = open.get(name);
      const endOf = (other: Window): number => other.atMs + other.forMs;
      if (before !== undefined && endOf(before.window) > window.atMs) {
        conflicts.push(overlap(setting, before, { window, index }));
      }
      if (before === undefined || endOf(before.window) < endOf(window)) open.set(name, { window, index });
    }
  }
  return conflicts;
}

function overlap(
  setting: readonly [string, string],
  a: { readonly window: Window; readonly index: number },
  b: { readonly window: Window; readonly index: number },
): Conflict {
  // The later of the two in the file is the one that is wrong.
  const [first, second] = a.index < b.index ? [a, b] : [b, a];
  const span = ({ atMs, forMs }: Window): string =>
    `${printDuration(atMs)} to ${printDuration(atMs + forMs)}`;
  return {
    path: ['timeline', second.index, ...setting],
    other: ['timeline', first.index, ...setting],
    found: `${setting.join('.')} from ${span(second.window)}, while another window sets it from ${span(first.window)}`,
    allowed: 'one window at a time for each setting',
    hint: 'a window may begin when the other ends',
  };
}
