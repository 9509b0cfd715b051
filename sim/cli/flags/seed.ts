import { printable } from '../../../settings/show-value.ts';
import { UsageError } from '../usage-error.ts';

/**
 * A seed as it is given. One with signs that nobody sees would be printed as another, and the line to paste would run
 * that one.
 * @throws {UsageError}
 */
export function visibleSeed(text: string, flag: string): string {
  if (!/\p{C}/u.test(text)) return text;
  const hint = text.endsWith('\r')
    ? ' Hint: a list that was written on Windows ends its lines with \\r; take it away.'
    : '';
  throw new UsageError(
    `${flag}: found "${printable(text)}"; allowed: text without control characters.${hint}`,
  );
}

const RANGE = /^\d+\.{2,3}\d+$/;

/**
 * The seed of a run. A range would be one seed as any other text is, and one run be taken for many.
 * @throws {UsageError}
 */
export function oneSeed(text: string, flag: string): string {
  if (!RANGE.test(text)) return visibleSeed(text, flag);
  const range = text.replace('...', '..');
  throw new UsageError(
    `${flag}: found "${text}", which would be one seed. For a run of each: sweep --seeds ${range}`,
  );
}
