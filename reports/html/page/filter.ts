import type { PlacedAttempt } from './lanes.ts';

/** What a reader wants to see. Empty texts mean all. */
export interface Filter {
  readonly device: string;
  readonly fault: string;
  readonly ending: string;
}

export function matches({ attempt }: PlacedAttempt, { device, fault, ending }: Filter): boolean {
  return (
    attempt.device.includes(device) &&
    (fault === '' || attempt.faults.includes(fault)) &&
    (ending === '' || attempt.ending === ending)
  );
}
