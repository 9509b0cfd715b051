import { printDuration } from '../../settings/duration.ts';
import type { MeasuredSpan } from '../scenario/index.ts';

/** What a comparison must say of the end of its runs where it could not keep clear of it. */
export function spanWarnings({ end, untilMs, horizonMs }: MeasuredSpan): readonly string[] {
  if (end !== 'short') return [];
  return [
    `Faults end with the run at ${printDuration(untilMs)}, and all retries of one reading may take ${printDuration(horizonMs)}: ` +
      'a policy that waits longer meets fewer faults, and may be better for that alone. Lengthen duration beyond that, or say measure.until.',
  ];
}
