import { suggest } from '../../../settings/suggest.ts';
import { EventSearch, parsePattern, parseQuery, unknownField, VERBS } from '../../trace/index.ts';
import type { EventPattern, EventQuery, FoundEvent, Verb } from '../../trace/index.ts';
import { beginsRun, readTrace } from './read-trace.ts';
import { UsageError } from '../usage-error.ts';

export const QUERY_USAGE = `trace query FILE 'EVENT' [${VERBS.join(' | ')} 'EVENT']`;

export interface QueryOptions {
  readonly same: readonly string[];
  /** Null: however far apart. */
  readonly withinMs: number | null;
}

export interface QueryAnswer {
  /** How many events there were of those that were asked about. */
  readonly asked: number;
  readonly found: readonly FoundEvent[];
}

/**
 * The words behind `trace query FILE`.
 * @throws {UsageError} that says what is wrong with them, and what was probably meant.
 */
export function queryOf(words: readonly string[], { same, withinMs }: QueryOptions): EventQuery {
  const [first, verb, second, ...more] = words;
  if (first === undefined) throw new UsageError(`say which events: ${QUERY_USAGE}`);
  if (more.length > 0)
    throw new UsageError(`"${more.join(' ')}" is too much; put an event with its fields in quotes`);
  if (verb === undefined && first.split(' ').some(isVerb)) return sentenceOf(first, { same, withinMs });
  const events = patternOf(first);
  if (verb === undefined) {
    if (same.length > 0 || withinMs !== null)
      throw new UsageError(`--same and --within need a second event: ${QUERY_USAGE}`);
    return { events, relation: null };
  }
  if (!isVerb(verb)) {
    const near = suggest(verb, VERBS);
    throw new UsageError(
      `there is no verb "${verb}"${near === undefined ? `; verbs are ${VERBS.join(', ')}` : `; did you mean ${near}?`}`,
    );
  }
  if (second === undefined) throw new UsageError(`${verb} needs a second event: ${QUERY_USAGE}`);
  const other = patternOf(second);
  for (const path of same) {
    const wrong = unknownField(events, path) ?? unknownField(other, path);
    if (wrong !== null) throw new UsageError(`--same: ${wrong}`);
  }
  const withinUs = withinMs === null ? Infinity : withinMs * 1000;
  return { events, relation: { verb, other, same, withinUs } };
}

/** All of it in one text, as `expect.sometimes` of a scenario has it. */
function sentenceOf(text: string, { same, withinMs }: QueryOptions): EventQuery {
  if (same.length > 0 || withinMs !== null)
    throw new UsageError(
      `'${text}': in a query that is one text, write "same device,reading" and "within 5s" behind it, without --same and --within`,
    );
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new UsageError(`'${text}': ${parsed.why}`);
  return parsed.query;
}

function patternOf(text: string): EventPattern {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new UsageError(`'${text}': ${parsed.why}`);
  return parsed.pattern;
}

function isVerb(word: string): word is Verb {
  return VERBS.some((verb) => verb === word);
}

/** Of a file with several runs, each for itself. @throws {UsageError} for what is no trace. */
export async function queryTrace(path: string, query: EventQuery): Promise<QueryAnswer> {
  let search = new EventSearch(query);
  let asked = 0;
  let number = 0;
  const found: FoundEvent[] = [];
  const endRun = (): void => {
    // Not all at once: there may be more than a call takes arguments.
    for (const one of search.conclude()) found.push(one);
    asked += search.asked;
  };
  for await (const event of readTrace(path)) {
    if (number > 0 && beginsRun(event)) {
      endRun();
      search = new EventSearch(query, number);
    }
    search.observe(event);
    number += 1;
  }
  endRun();
  return { asked, found };
}
