import type { DeviceSettings } from '../../device/settings.ts';
import type { EdgeSettings } from '../../edge/settings.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import type { LedgerView, Watcher } from '../ledger/index.ts';

/** One way in which a promise was broken. */
export interface Violation {
  /** Microseconds of virtual time. */
  readonly at: number;
  readonly device: string | null;
  readonly reading: number | null;
  /** What went wrong, in a word that stays: failures of two runs are the same by it, whatever their sentences say. */
  readonly kind: string;
  /** A sentence with the numbers, for a person. */
  readonly message: string;
}

export type CheckVerdict =
  | {
      readonly kind: 'held';
      /** How often the promise could have been broken: 0 says that nothing was tested. */
      readonly observations: number;
      /** What part of the promise could not be seen; null when all of it could. */
      readonly note: string | null;
      /** Cases of some sort were there, and most of them could not be seen: the verdict of the run says so. */
      readonly inPart?: true;
      /** What is no breach by what can be seen, and may be one. */
      readonly warning?: string;
    }
  | {
      readonly kind: 'violated';
      /** The first ten. */
      readonly violations: readonly Violation[];
      readonly count: number;
    }
  | { readonly kind: 'not-observable'; readonly why: string };

/** What promises depend on of the settings of a run: a scenario has all of it. */
export interface CheckSettings {
  readonly device: DeviceSettings;
  readonly edge: EdgeSettings;
  readonly drain: { readonly withinMs: number };
  /** What faults set for a while. */
  readonly timeline: readonly { readonly edge: Partial<EdgeSettings> }[];
}

/** What a device goes by; one object for all that go by the same. */
export interface DeviceRules {
  readonly settings: Pick<DeviceSettings, 'timeoutMs' | 'retryAfterMaxMs'>;
  readonly policy: Pick<
    RetryPolicy,
    'name' | 'retriesMax' | 'memory' | 'handlesRetryAfter' | 'delayBoundsMs'
  >;
}

export interface CheckContext {
  readonly settings: CheckSettings;
  /** By the id of the device: groups of a fleet may differ. */
  readonly rulesOf: (device: string) => DeviceRules;
  /** Where the numbers of a device begin. */
  readonly firstNumberOf: (device: string) => number;
  /** What the edge says of itself. */
  readonly edgeObservable: { readonly stored: boolean; readonly metrics: boolean };
  /** What the devices say of themselves. */
  readonly deviceObservable: { readonly pending: boolean; readonly outbox: boolean };
  readonly foreignDevice: boolean;
  /** The edge lists what it stored when the run ends (or it restarts), not as it happens. */
  readonly storedAtEnd: boolean;
  /** Observes each event before the checkers do, and is concluded before they are. */
  readonly ledger: LedgerView;
}

/** Watches the kinds of events that its promise depends on. */
export interface Checker extends Watcher {
  /** Call once, after the last event and after the ledger was concluded. */
  conclude(): CheckVerdict;
}

/** Reads the trace and the ledger, nothing else. What cannot be seen is `not-observable`, never `held`. */
export interface Invariant {
  /** The promise, in one line. */
  readonly says: string;
  /** What it takes to hold, more exactly. */
  readonly doc: string;
  /** Whose it is to keep it: where that one is not ours, nothing that is known of ours excuses a violation. */
  readonly keptBy: 'edge' | 'device' | 'both';
  create(context: CheckContext): Checker;
}
