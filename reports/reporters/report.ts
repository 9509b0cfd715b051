import type { Comparison } from '../../sim/explore/comparison.ts';
import type { Window } from '../../sim/scenario/scenario.ts';
import type { SweepSummary } from '../../sim/sweep/sweep-summary.ts';
import type { TraceEvent } from '../../sim/trace/event.ts';
import type { PageOptions } from '../page.ts';
import type { RunFound } from '../trace/run-found.ts';

/** `note`: nothing is wrong, but something is to be said. */
export type CaseStatus = 'passed' | 'failed' | 'note';

/** Where it is asked for: a line of a scenario file, from 1. */
export interface CasePlace {
  readonly file: string;
  readonly line: number;
}

/** One thing that was tried and judged: a run, or a policy of a comparison. */
export interface ReportCase {
  /** What it belongs to: the scenario. */
  readonly group: string;
  /** `seed 42`: names it within its group. */
  readonly name: string;
  readonly status: CaseStatus;
  /** One sentence: what decided. */
  readonly says: string;
  /** Further lines: violations, missed expectations, changed values. */
  readonly details: readonly string[];
  /** More that is known of it, e.g. its seed and fingerprint. */
  readonly properties: Readonly<Record<string, string>>;
  /** The command that shows it again. */
  readonly paste: string;
  /** Null where no file asks for it. */
  readonly place: CasePlace | null;
  /** The story of the accused reading; empty where there is none. */
  readonly story: readonly TraceEvent[];
}

/** Policies side by side, or one comparison for each value of a sweep. */
export interface ComparisonsFound {
  readonly comparisons: readonly Comparison[];
  /** What happens while they run: the timeline of the scenario. */
  readonly windows: readonly Window[];
}

/** The results as they are, for reporters that draw them; `cases`: there is no more than the cases. */
export type Found =
  | { readonly kind: 'runs'; readonly runs: readonly RunFound[] }
  | ({ readonly kind: 'comparisons' } & ComparisonsFound)
  | { readonly kind: 'sweep'; readonly summary: SweepSummary }
  | { readonly kind: 'cases' };

/** What a command found, for every reporter alike. */
export interface Report {
  /** `check`: the command that made it. */
  readonly command: string;
  readonly passed: boolean;
  /** One sentence that ends it all. */
  readonly verdict: string;
  readonly cases: readonly ReportCase[];
  /** As it is read at a terminal. */
  readonly text: (options: PageOptions) => string;
  /** Tables and words besides the cases, as GitHub-flavoured Markdown; null where the cases say it all. */
  readonly markdown: string | null;
  /** Plain data: all in one value, and in parts that stand on a line each. */
  readonly data: { readonly whole: unknown; readonly parts: readonly unknown[] };
  readonly found: Found;
}

/** A pure renderer: what it gives ends without a line break. */
export type Reporter = (report: Report, options: PageOptions) => string;
