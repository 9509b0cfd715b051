import type { KeyedRandom } from '../random/index.ts';
import type { AttemptKey } from '../trace/index.ts';
import type { Passage } from './fault.ts';
import type { Link } from './link.ts';
import type { NetworkSettings } from './network-settings.ts';

/** Stands for "no reading could be told" in the key of a draw: no sequence id is negative. */
const NO_READING = -1;

export interface PassageFacts {
  readonly nowUs: number;
  readonly attempt: AttemptKey;
  readonly deviceIndex: number;
  readonly bytes: number;
  readonly network: NetworkSettings;
  readonly link: Link;
}

export function createPassage(facts: PassageFacts, random: KeyedRandom): Passage {
  const { device, reading, attempt } = facts.attempt;
  const draw = (purpose: string): number =>
    random.stream(purpose, device).draw(reading ?? NO_READING, attempt);
  return {
    ...facts,
    draw,
    happens: (purpose, probability) => probability > 0 && draw(purpose) < probability,
  };
}
