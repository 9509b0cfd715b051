import type { FleetSettings } from '../scenario/index.ts';

/** `device-001` or `d-1` for the first. A name does not depend on how many there are. */
export function deviceId(ids: FleetSettings['ids'], index: number): string {
  const number = String(index + 1);
  switch (ids) {
    case 'padded':
      return `device-${number.padStart(3, '0')}`;
    case 'plain':
      return `d-${number}`;
    default:
      return ids satisfies never;
  }
}
