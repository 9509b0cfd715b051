/** `device-001` for the first, at place 0. A name does not depend on how many there are. */
export function deviceId(index: number): string {
  return `device-${String(index + 1).padStart(3, '0')}`;
}
