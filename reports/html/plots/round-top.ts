/** The least of 1, 2, 5 and 10 times a power of ten that is no less: what an axis ends at. 0 for 0. */
export function roundTop(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const found = [1, 2, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * (1 - 1e-9));
  return (found ?? 10) * power;
}
