import { plainOf } from '../../../settings/flags.ts';
import type { Quantity } from '../../../settings/quantity.ts';
import { parsed } from './flags.ts';
import type { Flag } from './flags.ts';
import { UsageError } from '../usage-error.ts';

/** A flag that is a quantity, which says what is allowed and what was probably meant; null without it. */
export function quantityFlag<T>(quantity: Quantity<T>): Flag<T | null> {
  const read = (text: string | undefined, flag: string): T | null => {
    if (text === undefined) return null;
    const result = quantity.parse(plainOf(quantity, text));
    if (result.ok) return result.value;
    const [problem] = result.problems;
    const hint = problem?.hint ?? null;
    throw new UsageError(
      `${flag}: found ${JSON.stringify(text)}; allowed: ${problem?.allowed}.${hint === null ? '' : ` Hint: ${hint}`}`,
    );
  };
  return parsed(`${quantity.doc} (${quantity.form})`, read, quantity.otherwise);
}
