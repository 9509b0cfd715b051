import { isMessage } from '../../protocol/index.ts';
import type { Message } from '../../protocol/index.ts';

/** From here on a number is written with an exponent, which the parser takes. */
const EXPONENT_FROM = 1e21;

/** The parser refuses integers that a double may have rounded. */
function isRefusedNumber(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < EXPONENT_FROM;
}

/**
 * The message that whoever brings a body has at hand too, where it is one that reading the body would give just the same;
 * undefined for any other: then read the body, which may be right or wrong. Of what the strict parser refuses a message can hold only names that are
 * forbidden as keys, and large integers. Nothing in it needs an escape, so the body has as many bytes as characters.
 */
export function messageAtHand(value: unknown): Message | undefined {
  if (!isMessage(value)) return undefined;
  const { values } = value;
  for (const name of Object.keys(values)) {
    if (name === 'constructor' || name === 'prototype' || isRefusedNumber(values[name] ?? NaN))
      return undefined;
  }
  return value;
}

/** The same of each of many: then the edge need not read the body either. */
export function areAtHand(items: readonly unknown[]): boolean {
  return items.every((item) => messageAtHand(item) !== undefined);
}
