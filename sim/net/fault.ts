import type { FaultName } from '../trace/index.ts';
import type { Link } from './link.ts';
import type { NetworkSettings } from './network-settings.ts';

/** What a fault makes of one passage of one attempt. */
export type Verdict =
  | { readonly kind: 'pass' }
  /** Arrives this much later. */
  | { readonly kind: 'delay'; readonly us: number }
  /** Vanishes; the client hears nothing. */
  | { readonly kind: 'lose' }
  /** The client learns at once; the edge never sees the request. */
  | { readonly kind: 'refuse' }
  /** The connection breaks, before or after the edge got the request. */
  | { readonly kind: 'reset'; readonly processed: boolean }
  /** The edge gets the request once more, this long after the first time. */
  | { readonly kind: 'duplicate'; readonly afterUs: number }
  /** The byte at this share of the body, [0, 1), is damaged. */
  | { readonly kind: 'corrupt'; readonly at: number };

export const PASS: Verdict = { kind: 'pass' };
export const LOSE: Verdict = { kind: 'lose' };

/** All that a fault may look at. */
export interface Passage {
  readonly nowUs: number;
  /** The device's place in the fleet, from 0. */
  readonly deviceIndex: number;
  /** Size of the request. */
  readonly bytes: number;
  readonly network: NetworkSettings;
  readonly link: Link;
  /** Uniform on [0, 1), keyed by the purpose and this attempt. */
  draw(purpose: string): number;
  /** Whether it comes out so, with this probability. */
  happens(purpose: string, probability: number): boolean;
}

/**
 * A function from a passage to a verdict. It installs nothing and schedules nothing: the fabric does what the
 * verdict says.
 */
export interface NetworkFault {
  readonly name: FaultName;
  /** Whether these settings let it act at all; where they don't, it is not asked. */
  readonly isOn: (network: NetworkSettings) => boolean;
  readonly onRequest?: (passage: Passage) => Verdict;
  readonly onAnswer?: (passage: Passage) => Verdict;
}
