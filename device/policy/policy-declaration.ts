import type { PolicyParameter, PolicySettings } from './policy-settings.ts';
import type { RetryPolicy } from '../../ports/index.ts';

/**
 * All that is known of a policy, apart from its name, which is that of its file and stands in the table of
 * `policies.ts`. Texts are plain; in them b, f, C, j and R are the settings, u is uniform on [0, 1).
 */
export interface PolicyDeclaration {
  /** What it does, as a phrase. */
  readonly doc: string;
  /** The delay before retry k (0 = the first). */
  readonly formula: string;
  /** Where jitter stands in relation to the cap. */
  readonly jitter: string;
  /** What is remembered beyond the retry at hand; null: nothing. */
  readonly remembers: string | null;
  readonly source: string;
  /** Which settings it looks at. */
  readonly parameters: readonly PolicyParameter[];
  /** What to say instead of the defaults of its parameters. */
  readonly defaults?: string;
  /** Left out where there is a longest time between two attempts of a reading. */
  readonly unbounded?: Unbounded;
  create(settings: PolicySettings): Omit<RetryPolicy, 'name'>;
}

export interface Unbounded {
  /** Goes on where the name of the policy has been said. */
  readonly why: string;
  /**
   * The longest, in milliseconds, that it holds back what the faults left behind, once nothing fails any more. Delays
   * before retries come on top where their number has an end.
   */
  heldMs(settings: PolicySettings, device: HoldingDevice): number;
}

export interface HoldingDevice {
  readonly timeoutMs: number;
  /** The most readings that may wait in its outbox. */
  readonly waitingMax: number;
}
