import type { InvariantName } from '../sim/check/invariants.ts';
import type { RunResult } from '../sim/run/result.ts';
import { heading, pairs, stack } from './layout.ts';
import type { Lines } from './layout.ts';
import { pageOf } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import { invariantsSection, violationsSection } from './run-judgement.ts';
import { plain, wrap } from './text-width.ts';

/** Something that code under test may say of itself. */
interface Remedy {
  /** What can't be judged, or not in full, without it. */
  readonly invariants: readonly InvariantName[];
  readonly who: 'edge' | 'device' | 'wire';
  readonly line: string;
  readonly says: string;
}

const REMEDIES: readonly Remedy[] = [
  {
    invariants: ['accepted-once', 'nothing-invented', 'acknowledged-means-stored'],
    who: 'edge',
    line: 'export const createEdge = () => ({ handler: app, accepted: () => rows });',
    says: 'what it has stored, each with device_id, sequence_id, timestamp and values: whether anything is there twice, or never came',
  },
  {
    invariants: ['metrics-reconcile'],
    who: 'edge',
    line: "app.get('/metrics', (_, answer) => answer.json({ received_total, accepted_total, … }));",
    says: 'its own counters, which are held against what it got',
  },
  {
    invariants: ['memory-bounded'],
    who: 'device',
    line: 'outbox: () => ({ size: queue.length, limit: 1000 }),',
    says: 'how much it holds, and how much it may hold',
  },
  {
    invariants: ['retry-budget'],
    who: 'device',
    line: "log('info', 'retrying_after_backoff', { sequence_id, delay_ms });",
    says: 'how long it meant to wait, apart from what it waited for otherwise',
  },
  {
    invariants: [
      'every-reading-accounted-for',
      'valid-means-accepted',
      'duplicates-are-true',
      'retry-can-succeed',
    ],
    who: 'wire',
    line: "export const wire = { reading: 'header:Idempotency-Key' };",
    says: 'where a message has the id of its reading (docs/messages.md)',
  },
];

const BUILT_IN = 'built-in';

/** What of a subject could be judged, and what one line would add. Ends without a line break. */
export function renderDoctorText(result: RunResult, options: PageOptions): string {
  const page = pageOf(options);
  const { edge, device } = result.subject;
  const remedies = REMEDIES.filter((remedy) => isWanted(result, remedy));
  return stack([
    [page.paint('strong', plain(`edge ${edge} · device ${device}`))],
    invariantsSection(result, page),
    result.outcome === 'passed' ? [] : violationsSection(result, page, 1),
    remedies.length === 0 ? [] : [heading('What one line would add', page), ...remedyLines(remedies, page)],
    wrap(sentence(result, remedies.length), page.columns),
  ]).join('\n');
}

/** Whether any of these could not be seen, or only in part. */
function isWanted({ invariants, subject }: RunResult, { invariants: names, who }: Remedy): boolean {
  // Ours says all it can.
  if (who !== 'wire' && subject[who] === BUILT_IN) return false;
  return invariants.some(
    ({ name, verdict }) =>
      names.includes(name) &&
      // Who can't tell messages apart sees nothing at all.
      (verdict.kind === 'not-observable' ||
        (who !== 'wire' && verdict.kind === 'held' && verdict.note !== null)),
  );
}

function remedyLines(remedies: readonly Remedy[], page: Page): Lines {
  return remedies.flatMap(({ who, line, says }) => [
    ...pairs([[who, says]], page),
    `    ${page.paint('strong', line)}`,
  ]);
}

function sentence({ invariants, outcome, why }: RunResult, remedies: number): string {
  const judged = invariants.filter(({ verdict }) => verdict.kind !== 'not-observable').length;
  const all = `${judged} of ${invariants.length} invariants can be judged`;
  if (outcome !== 'passed' && outcome !== 'inconclusive')
    return `${all}; the run that showed it did not pass: ${why}`;
  return remedies === 0 ? `${all}, and nothing more need be said.` : `${all}.`;
}
