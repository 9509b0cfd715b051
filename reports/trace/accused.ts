import type { RunFound } from './run-found.ts';
import type { StoryOf } from './story.ts';

/**
 * The reading that is worth telling of: the first that a broken promise accuses; else, of those that are kept, the first of
 * those that took most attempts. Null where no reading can be told.
 */
export function readingToTell({ result, witnessed }: RunFound): StoryOf | null {
  for (const { verdict } of result.invariants) {
    if (verdict.kind !== 'violated') continue;
    for (const { device, reading } of verdict.violations)
      if (device !== null && reading !== null) return { device, reading };
  }
  let most = 0;
  let found: StoryOf | null = null;
  for (const event of witnessed?.trace.events ?? []) {
    if (event.kind !== 'attempt_sent' || event.reading === null || event.attempt < most) continue;
    if (found !== null && event.attempt === most) continue;
    most = event.attempt;
    found = { device: event.device, reading: event.reading };
  }
  return found;
}
