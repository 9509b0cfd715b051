import type { AttemptKey } from '../trace/index.ts';
import type { Passage } from './fault.ts';
import type { Link } from './link.ts';
import type { NetworkSettings } from './network-settings.ts';

/** Stands for "no reading could be told" in the key of a draw: no sequence id is negative. */
const NO_READING = -1;

/** A passage whose draws are keyed by its attempt. */
export class KeyedPassage implements Passage {
  readonly nowUs: number;
  readonly attempt: AttemptKey;
  readonly deviceIndex: number;
  readonly bytes: number;
  readonly network: NetworkSettings;
  readonly link: Link;

  constructor(facts: Omit<Passage, 'draw' | 'happens'>) {
    this.nowUs = facts.nowUs;
    this.attempt = facts.attempt;
    this.deviceIndex = facts.deviceIndex;
    this.bytes = facts.bytes;
    this.network = facts.network;
    this.link = facts.link;
  }

  draw(purpose: string): number {
    const { reading, attempt } = this.attempt;
    return this.link.streams.of(purpose).draw(reading ?? NO_READING, attempt);
  }

  happens(purpose: string, probability: number): boolean {
    return probability > 0 && this.draw(purpose) < probability;
  }
}
