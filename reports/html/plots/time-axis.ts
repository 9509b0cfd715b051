import type { RunResult } from '../../../sim/run/result.ts';
import type { Window } from '../../../sim/scenario/scenario.ts';
import { windowText } from '../../settings.ts';
import type { Shade, TimeAxis } from './axis.ts';

/** The letters of windows: `A` to `Z`, then `A2` and so on. */
export function letterAt(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`;
}

/** The windows of a timeline, lettered in their order. */
export function shadesOf(timeline: readonly Window[]): readonly Shade[] {
  return timeline.map((window, index) => ({
    from: window.atMs * 1000,
    to: (window.atMs + window.forMs) * 1000,
    letter: letterAt(index),
    says: windowText(window),
  }));
}

/** What all plots of a run have in common: its length, its windows, and the end of its faults. */
export function timeAxisOf({ scenario, phases, simulatedMs }: RunResult): TimeAxis {
  const marks = phases.flatMap(({ phase, atMs }) =>
    phase === 'heal' ? [{ at: atMs * 1000, says: 'the faults are over' }] : [],
  );
  return { startAt: 0, endAt: Math.max(1, simulatedMs * 1000), shades: shadesOf(scenario.timeline), marks };
}
