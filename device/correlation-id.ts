import type { Random } from './ports.ts';

/** 8 hex digits from one uniform draw; a double carries 53 bits, so two draws are needed for 64. */
const hexWord = (uniform: number): string =>
  Math.floor(uniform * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

/** 16 hex digits that stay with a reading over all its attempts, and over reboots. */
export function correlationId(random: Random, sequenceId: number): string {
  return (
    hexWord(random.draw('correlation', sequenceId, 0)) + hexWord(random.draw('correlation', sequenceId, 1))
  );
}
