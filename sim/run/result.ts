import type { SometimesHits } from '../check/sometimes.ts';
import type { CheckVerdict } from '../check/invariant.ts';
import type { InvariantName } from '../check/invariants.ts';
import type { JudgedExpectation } from '../expect/expectations.ts';
import type { LedgerSummary } from '../ledger/ledger-summary.ts';
import type { ClientCounters } from '../metrics/meters/client-counters.ts';
import type { AttemptsSummary, LatencySummary } from '../metrics/meters/delivery.ts';
import type { EdgeCounters } from '../metrics/meters/edge-counters.ts';
import type { FaultCoverage } from '../faults/index.ts';
import type { OneName } from '../host/wire/one-name.ts';
import type { GroupSummary } from '../metrics/meters/groups.ts';
import type { PhaseMark } from '../metrics/meters/phases.ts';
import type { MeasuredReadings, MetricValues } from '../metrics/run-metrics.ts';
import type { Scenario } from '../scenario/scenario.ts';

/**
 * `passed`: every promise held and every expectation that was judged was met. `violated`: not so. `stalled`: nothing was left to
 * happen although something was still open. `limit-hit`: a limit ended the run. `crashed`: code under test or the
 * harness threw. `inconclusive`: nothing failed, and nothing that was asked for could be judged. `unsupported`: code under
 * test tried what is not simulated, so nothing it did was judged.
 */
export type Outcome =
  | 'passed'
  | 'violated'
  | 'stalled'
  | 'limit-hit'
  | 'crashed'
  | 'inconclusive'
  | 'unsupported';

/** What was run against what. */
export interface Subject {
  readonly edge: string;
  readonly device: string;
  readonly policy: string;
}

export interface InvariantResult {
  readonly name: InvariantName;
  /** The promise, in one line. */
  readonly says: string;
  readonly verdict: CheckVerdict;
  /** Why the scenario expects this promise to be broken; null when it does not. */
  readonly expectedBecause: string | null;
  /** Why the scenario lets it be broken without asking for it; null when it does not. */
  readonly allowedBecause: string | null;
}

/** The only part of a result that differs from one run to the next. */
export interface Timing {
  readonly wallMs: number;
}

export interface MessagesRead {
  /** The form they are in: a preset, `declared` or `identify`; null: none that is known. */
  readonly form: string | null;
  /** Whether somebody said so; otherwise it is the first that could read one. */
  readonly told: boolean;
  /** Records that answers refused by their number alone where nothing tells which: their readings count as accepted. */
  readonly unplaced: number;
  /** A device all of whose messages have one id, though they carry several readings; null: none was met. */
  readonly oneName: OneName | null;
}

/** A run, as plain JSON data. All but `timing` is the same for the same scenario, subject and seed. */
export interface RunResult {
  readonly outcome: Outcome;
  /** One sentence: what decided the outcome. */
  readonly why: string;
  /** With every default filled in. */
  readonly scenario: Scenario;
  readonly seed: string;
  readonly subject: Subject;
  readonly transport: string;
  /** How the messages of a foreign device were read; null: the device is ours. */
  readonly messages: MessagesRead | null;
  /** SHA-256 of the trace, hex. */
  readonly fingerprint: string;
  readonly simulatedMs: number;
  /** Faults, heal, drain and the end: when each began, and how many readings were open then. */
  readonly phases: readonly PhaseMark[];
  /** Calendar entries. */
  readonly events: number;
  /** Calendar entries at the instant of the one before, where their order was drawn; null where it was not. */
  readonly shuffledTies: number | null;
  /** Requests answered by the edge. */
  readonly exchanges: number;
  readonly timing: Timing;
  readonly client: ClientCounters;
  readonly edge: EdgeCounters;
  readonly ledger: LedgerSummary;
  readonly latency: LatencySummary;
  /** Readings stored within 60 s of birth; null when the edge does not say when it stores. */
  readonly storedWithin60s: number | null;
  readonly attempts: AttemptsSummary;
  readonly metrics: MetricValues;
  /** The readings of each group of the fleet, in the order of the scenario; empty where there are none. */
  readonly groups: readonly GroupSummary[];
  /** The same over the readings of one span alone, as comparisons take it; null where none was asked for. */
  readonly measured: MeasuredReadings | null;
  /** Requests sent by all devices in each second of virtual time (`LOAD_BIN_MS`), up to the last one with a request. */
  readonly load: readonly number[];
  readonly faults: FaultCoverage;
  /** In the order of `INVARIANT_NAMES`. */
  readonly invariants: readonly InvariantResult[];
  readonly expectations: readonly JudgedExpectation[];
  /** How often each property was met that must be met at least once over many runs; one run is not judged by it. */
  readonly sometimes: readonly SometimesHits[];
  readonly warnings: readonly string[];
}
