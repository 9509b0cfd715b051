import type { ReportCase } from '../../reports/reporters/report.ts';
import type { RunRecord } from '../sweep/index.ts';
import { hasPassed } from '../sweep/index.ts';
import type { Atom } from '../run/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import { casePlace } from './check/case-place.ts';
import type { LoadedScenario } from './load-scenarios.ts';

interface CaseSurroundings {
  /** Null where the scenario is not at hand, as in a merge. */
  readonly loaded: LoadedScenario | null;
  readonly paste: string;
  /** What the world was like, where no file says it. */
  readonly world?: string | null;
  readonly story: readonly TraceEvent[];
  /** By which faults acted on the reading of the story. Default: not known. */
  readonly draws?: readonly Atom[] | null;
}

/** One run of many, for the reporters. */
export function caseOf(
  record: RunRecord,
  { loaded, paste, story, draws = null, world = null }: CaseSurroundings,
): ReportCase {
  const { scenario, seed, why, fingerprint, broken, missed } = record;
  const passed = hasPassed(record);
  return {
    group: scenario,
    name: `seed ${seed}`,
    status: passed ? 'passed' : 'failed',
    says: why,
    details: [
      ...broken.map(({ invariant, count, message }) => `${invariant}, ${count}×, first: ${message}`),
      ...missed.map(({ what, wanted, got }) => `${what}: wanted ${wanted}, got ${got}`),
      ...(world === null ? [] : [`drawn: ${world}`]),
    ],
    properties: { seed, outcome: record.outcome, fingerprint },
    paste,
    place: loaded === null ? null : placeIn(loaded, record),
    story,
    draws,
  };
}

/** The line that is not met; of a broken promise, which no line asks for, the scenario itself. */
function placeIn({ placeOf }: LoadedScenario, { missed }: RunRecord): ReportCase['place'] {
  const [first] = missed;
  const at = (path: Parameters<typeof placeOf>[0]): ReportCase['place'] => {
    const { file, line } = placeOf(path);
    return casePlace(file, line);
  };
  // What a flag asks for stands in no line.
  return (first === undefined ? null : at(['expect', pathOf(first)])) ?? at(['name']);
}

function pathOf({ kind, what }: RunRecord['missed'][number]): string {
  return kind === 'metric' ? what : kind === 'fault' ? 'faults' : 'violations';
}
