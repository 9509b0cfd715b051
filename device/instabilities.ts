import { INVALID_KINDS } from '../protocol/index.ts';
import type { InvalidKind } from '../protocol/index.ts';
import type { Random } from '../ports/index.ts';
import type { DeviceSettings } from './settings.ts';

/**
 * Simulated weaknesses of the agent itself. Each is one keyed draw of the sequence id, so turning one on or off moves
 * none of the others. With probability 0 nothing is drawn, which a keyed source cannot notice.
 */
function happens(random: Random, purpose: string, probability: number, sequenceId: number): boolean {
  return probability > 0 && random.draw(purpose, sequenceId) < probability;
}

/** The reading gets its number and is never sent. */
export function isDropped(random: Random, settings: DeviceSettings, sequenceId: number): boolean {
  return happens(random, 'drop', settings.drop.probability, sequenceId);
}

/** How long the first attempt is held back, uniform on [0, maxMs); null when it is not. */
export function jitterDelayMs(random: Random, settings: DeviceSettings, sequenceId: number): number | null {
  if (!happens(random, 'jitter', settings.jitter.probability, sequenceId)) return null;
  return random.draw('jitter-delay', sequenceId) * settings.jitter.maxMs;
}

/** Once acknowledged, the reading is transmitted a second time. */
export function isDuplicated(random: Random, settings: DeviceSettings, sequenceId: number): boolean {
  return happens(random, 'duplicate', settings.duplicate.probability, sequenceId);
}

/** What is wrong with the message that is sent; null when nothing is. */
export function invalidKind(
  random: Random,
  settings: DeviceSettings,
  sequenceId: number,
): InvalidKind | null {
  if (!happens(random, 'invalid', settings.invalid.probability, sequenceId)) return null;
  const index = Math.floor(random.draw('invalid-kind', sequenceId) * INVALID_KINDS.length);
  return INVALID_KINDS[index] ?? null;
}
