/** 0 to 1; null where the part is not observable, and of nothing. */
export function share(part: number | null, whole: number): number | null {
  return part === null || whole === 0 ? null : part / whole;
}
