/**
 * p-values adjusted for being several, by Holm's step-down procedure ("A Simple Sequentially Rejective Multiple Test
 * Procedure", 1979): the least is multiplied by their number, the next by one less, and so on; none is less than the one
 * before it, none above 1. Rejecting what is below α keeps the chance of any false rejection below α. In the order of
 * the input; null (not tested) stays null and does not count.
 */
export function holm(pValues: readonly (number | null)[]): readonly (number | null)[] {
  const tested = pValues.flatMap((pValue, index) => (pValue === null ? [] : [{ pValue, index }]));
  tested.sort((a, b) => a.pValue - b.pValue || a.index - b.index);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let atLeast = 0;
  for (const [step, { pValue, index }] of tested.entries()) {
    atLeast = Math.min(1, Math.max(atLeast, (tested.length - step) * pValue));
    adjusted[index] = atLeast;
  }
  return adjusted;
}
