const CODE_OF_0 = 48;
/** From the code of the digit that `:` would be to that of `a`. */
const FROM_COLON_TO_A = 39;

/** The character code of the lowest four bits of `bits` as a hex digit. */
function hexCode(bits: number): number {
  const digit = bits & 15;
  return CODE_OF_0 + digit + (digit < 10 ? 0 : FROM_COLON_TO_A);
}

/**
 * A correlation id of 16 hex digits, from two draws on [0, 1): a double carries 53 bits, and 64 are needed. From character
 * codes, because `toString(16)` and padding cost ten times as much, and every reading pays.
 */
export function correlationId(highDraw: number, lowDraw: number): string {
  const high = Math.floor(highDraw * 2 ** 32);
  const low = Math.floor(lowDraw * 2 ** 32);
  return String.fromCharCode(
    hexCode(high >>> 28),
    hexCode(high >>> 24),
    hexCode(high >>> 20),
    hexCode(high >>> 16),
    hexCode(high >>> 12),
    hexCode(high >>> 8),
    hexCode(high >>> 4),
    hexCode(high),
    hexCode(low >>> 28),
    hexCode(low >>> 24),
    hexCode(low >>> 20),
    hexCode(low >>> 16),
    hexCode(low >>> 12),
    hexCode(low >>> 8),
    hexCode(low >>> 4),
    hexCode(low),
  );
}
