import type { Comparison } from '../../sim/explore/comparison.ts';
import type { Window } from '../../sim/scenario/scenario.ts';
import type { Bound, Candidate, Finding } from '../../sim/shrink/index.ts';
import type { RunChange } from '../../sim/sweep/baseline-changes.ts';
import type { SweepSummary } from '../../sim/sweep/sweep-summary.ts';
import type { TraceEvent } from '../../sim/trace/event.ts';
import type { PageOptions } from '../page.ts';
import type { RunFound } from '../trace/run-found.ts';
import type { ActedDraw } from '../trace/witness.ts';

/** `note`: nothing is wrong, but something is to be said. */
export type CaseStatus = 'passed' | 'failed' | 'note';

/** Where it is asked for: a line of a scenario file, from 1. */
export interface CasePlace {
  /** From the root of its repository: GitHub and GitLab find no other among the files of a pull request. */
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
  /** Those by which faults acted on that reading; null where that is not known. */
  readonly draws: readonly ActedDraw[] | null;
}

/** Policies side by side, or one comparison for each value of a sweep. */
export interface ComparisonsFound {
  readonly comparisons: readonly Comparison[];
  /** What happens while they run: the timeline of the scenario. */
  readonly windows: readonly Window[];
}

/** The first run of a kind of failure, made small; or the command that would make it so, where that takes too long here. */
export type SmallFailure = MadeSmall | NotMadeSmall;

interface NotMadeSmall {
  readonly kind: 'open';
  readonly scenario: string;
  readonly seed: string;
  /** The command that makes it small. */
  readonly paste: string;
}

export interface MadeSmall extends Omit<NotMadeSmall, 'kind'> {
  readonly kind: 'small';
  /** What acted in the run itself. */
  readonly from: Candidate;
  readonly findings: readonly SmallFinding[];
  /** What ended the search before nothing was left to try; null: nothing is. */
  readonly bound: Bound | null;
}

export interface SmallFinding {
  readonly finding: Finding;
  /** Where `replay` finds it, and what is to stand there. */
  readonly path: string;
  readonly text: string;
  /** The command that shows it again. */
  readonly paste: string;
}

/** What became of one run against what was agreed on. */
export interface HeldRun {
  readonly scenario: string;
  readonly seed: string;
  readonly change: RunChange;
}

/** What many runs came to. */
export interface ManyFound {
  readonly summary: SweepSummary;
  readonly small: readonly SmallFailure[];
  /** Of runs that have a baseline; empty where none is asked for. */
  readonly held: readonly HeldRun[];
  /** Whether what never happened is a failure of them: they are all that were to be run. */
  readonly asksSometimes: boolean;
}

/** The results as they are, for reporters that draw them; `cases`: there is no more than the cases. */
export type Found =
  | { readonly kind: 'runs'; readonly runs: readonly RunFound[] }
  | ({ readonly kind: 'comparisons' } & ComparisonsFound)
  | ({ readonly kind: 'many' } & ManyFound)
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
