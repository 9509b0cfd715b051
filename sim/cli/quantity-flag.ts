import { plainOf } from '../../settings/flags.ts';
import type { Quantity } from '../../settings/quantity.ts';
import { parsed } from './flags.ts';
import type { Flag } from './flags.ts';
import { UsageError } from './usage-error.ts';

/** A flag that is a quantity, which says what is allowed and what was probably meant; null without it. */
export function quantityFlag<T>(quantity: Quantity<T>): Flag<T | null> {
  return parsed(`${quantity.doc} (${quantity.form})`, (text, flag) => {
    if (text === undefined) return null;
    const read = quantity.parse(plainOf(quantity, text));
    if (read.ok) return read.value;
    const [problem] = read.problems;
    const hint = problem?.hint ?? null;
    throw new UsageError(
      `${flag}: found ${JSON.stringify(text)}; allowed: ${problem?.allowed}.${hint === null ? '' : ` Hint: ${hint}`}`,
    );
  });
}
