import type { EventOf, TraceEvent } from '../trace/event.ts';
import type { Companion, ItemAnswer } from './request.ts';

type AboutAnAttempt = Extract<TraceEvent, { readonly reading: number | null; readonly attempt: number }>;
type AboutAnAnswer = Extract<AboutAnAttempt, { readonly status: number }>;

type Record = (event: TraceEvent) => void;

/** The same event for each reading that a request carries beside its first. */
export function recordOthers(
  record: Record,
  event: Exclude<AboutAnAttempt, AboutAnAnswer | EventOf<'attempt_sent'>>,
  others: readonly Companion[] | undefined,
): void {
  if (others === undefined) return;
  for (const { reading, attempt } of others) record({ ...event, reading, attempt });
}

/** The same of what an answer says: `items` are of all readings, the first among them; without them all share its status. */
export function recordOtherAnswers(
  record: Record,
  event: AboutAnAnswer,
  others: readonly Companion[] | undefined,
  items: readonly ItemAnswer[] | undefined,
): void {
  others?.forEach(({ reading, attempt }, index) => {
    const item = items?.[index + 1];
    const said = { reading, attempt, status: item?.status ?? event.status };
    if (event.kind !== 'answer_delivered') record({ ...event, ...said });
    else record({ ...event, ...said, echoed: item?.echoed ?? event.echoed });
  });
}
