/**
 * May this attempt leave? `send`: yes. `refuse`: no, it counts as failed without having left. `hold`: nothing leaves
 * this device now; ask again after `forMs`, or, when that is null, as soon as `wake` is called.
 */
export type Admission =
  | { readonly kind: 'send' | 'refuse' }
  | { readonly kind: 'hold'; readonly forMs: number | null };

/** An attempt that is about to leave. */
export interface AdmissionRequest {
  /** Milliseconds by the monotonic clock. */
  readonly nowMs: number;
  /** 0 for the first attempt of a reading. */
  readonly attempt: number;
  /** Readings of this device that are ready to leave behind this one. */
  readonly waiting: number;
  /** Uniform on [0, 1), drawn for this attempt alone. */
  uniform(): number;
  /** Ends a hold. May be called at any time, also when nothing is held. */
  readonly wake: () => void;
}

/** How an attempt that had left ended. An answer that no retry can better (400, 409) is a success: the edge works. */
export interface AttemptEnd {
  readonly nowMs: number;
  /** 0 for the first attempt of a reading. */
  readonly attempt: number;
  readonly failed: boolean;
  /** Null without an answer. */
  readonly status: number | null;
  /** Uniform on [0, 1), drawn for this end alone. */
  uniform(): number;
}

/** What a policy knows beyond one reading. Each method is told of attempts in the order in which they happen. */
export interface PolicyMemory {
  /** Asked before every attempt. Default: `send`. */
  admit?(request: AdmissionRequest): Admission;
  /** Told of the end of every attempt that left; an attempt given up by a reboot has none. */
  ended?(end: AttemptEnd): void;
  /** Asked after a failure, while retries are left: false gives the reading up. Default: true. */
  mayRetry?(end: AttemptEnd): boolean;
}
