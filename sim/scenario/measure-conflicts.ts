import { printDuration } from '../../settings/duration.ts';
import type { Conflict } from './conflict.ts';
import type { Scenario } from './scenario.ts';

/** A span of births that lies outside of the run, or is empty. */
export function measureConflicts({ measure, durationMs }: Scenario): readonly Conflict[] {
  const { fromMs, untilMs } = measure;
  const conflicts: Conflict[] = [];
  if (fromMs >= durationMs) {
    conflicts.push({
      path: ['measure', 'from'],
      other: ['duration'],
      found: `readings from ${printDuration(fromMs)} on, in a run of ${printDuration(durationMs)}`,
      allowed: `before ${printDuration(durationMs)}`,
      hint: 'lower from, or lengthen duration',
    });
  }
  if (untilMs !== null && untilMs > durationMs) {
    conflicts.push({
      path: ['measure', 'until'],
      other: ['duration'],
      found: `readings until ${printDuration(untilMs)}, in a run of ${printDuration(durationMs)}`,
      allowed: `at most ${printDuration(durationMs)}`,
      hint: 'lower until, or lengthen duration',
    });
  }
  if (untilMs !== null && untilMs <= fromMs) {
    conflicts.push({
      path: ['measure', 'until'],
      other: ['measure', 'from'],
      found: `readings from ${printDuration(fromMs)} until ${printDuration(untilMs)}`,
      allowed: `until above from`,
      hint: 'raise until, or lower from',
    });
  }
  return conflicts;
}
