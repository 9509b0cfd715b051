import { parseDuration } from '../../settings/duration.ts';
import { parsePattern, unknownField } from './event-pattern.ts';
import type { ParsedPattern } from './event-pattern.ts';
import { VERBS } from './event-query.ts';
import type { EventQuery, Verb } from './event-query.ts';

export type ParsedQuery =
  | { readonly ok: true; readonly query: EventQuery }
  | { readonly ok: false; readonly why: string };

/**
 * Reads a query that is written as one sentence: `attempt_sent attempt>0 preceded-by answer_lost same device,reading`, with
 * `within 5s` behind it where time counts. `why` says what is wrong.
 */
export function parseQuery(sentence: string): ParsedQuery {
  const words = sentence.split(' ').filter((word) => word !== '');
  const at = words.findIndex(isVerb);
  const verb = words[at];
  const events = parsePattern(words.slice(0, at === -1 ? undefined : at).join(' '));
  if (!events.ok) return events;
  if (verb === undefined || !isVerb(verb))
    return { ok: true, query: { events: events.pattern, relation: null } };
  const { rest, same, within } = endingOf(words.slice(at + 1));
  const other: ParsedPattern = parsePattern(rest.join(' '));
  if (!other.ok) return other;
  for (const path of same) {
    const why = unknownField(events.pattern, path) ?? unknownField(other.pattern, path);
    if (why !== null) return { ok: false, why };
  }
  const duration = within === null ? null : parseDuration(within);
  if (duration !== null && !duration.ok)
    return { ok: false, why: `within ${within} is no duration; write for example within 5s` };
  const withinMs = duration === null ? Infinity : duration.value;
  const relation = { verb, other: other.pattern, same, withinUs: withinMs * 1000 };
  return { ok: true, query: { events: events.pattern, relation } };
}

function isVerb(word: string | undefined): word is Verb {
  return VERBS.some((verb) => verb === word);
}

interface Ending {
  readonly rest: readonly string[];
  readonly same: readonly string[];
  readonly within: string | null;
}

/** `same` and `within` stand behind the second event, in any order. */
function endingOf(words: readonly string[]): Ending {
  const valueBehind = (word: string): string | null => {
    const at = words.indexOf(word);
    return at === -1 ? null : (words[at + 1] ?? '');
  };
  const marks = ['same', 'within'].map((word) => words.indexOf(word)).filter((at) => at !== -1);
  const same = valueBehind('same') ?? '';
  return {
    rest: words.slice(0, marks.length === 0 ? undefined : Math.min(...marks)),
    same: same.split(',').filter((name) => name !== ''),
    within: valueBehind('within'),
  };
}
