import type * as z from 'zod';
import { suggest } from '../../settings/suggest.ts';
import { isMapping } from '../../settings/plain.ts';
import { EVENT_KINDS, EVENTS, isEventKind } from './event.ts';
import type { TraceEvent, TraceEventKind } from './event.ts';

type Relation = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One field and what it must be. A path with dots reaches into `fields`, `values` and `counters`. */
interface Condition {
  readonly path: readonly string[];
  readonly relation: Relation;
  readonly wanted: string;
}

/** Which events are meant: of one kind, or of any, with fields of which something is known. */
export interface EventPattern {
  /** As it was written. */
  readonly text: string;
  /** Null: any kind. */
  readonly kind: TraceEventKind | null;
  readonly conditions: readonly Condition[];
}

export type ParsedPattern =
  | { readonly ok: true; readonly pattern: EventPattern }
  | { readonly ok: false; readonly why: string };

const ANY = '*';
const CONDITION = /^([A-Za-z_][A-Za-z0-9_.]*)(!=|<=|>=|=|<|>)(.*)$/s;
/** Fields whose own fields have any name. */
const OPEN_FIELDS = new Set(['fields', 'values', 'counters']);

/**
 * Reads `kind field=value …`: a kind of event or `*`, then any number of conditions, with spaces between. Relations are
 * `=`, `!=`, `<`, `<=`, `>`, `>=`; `*` in a value of `=` or `!=` stands for any text; a list fits if one of its items
 * does. `why` says what is wrong, with what was probably meant.
 */
export function parsePattern(text: string): ParsedPattern {
  const [kind, ...rest] = text.split(' ').filter((word) => word !== '');
  if (kind === undefined) return { ok: false, why: 'a pattern begins with a kind of event, or *' };
  if (kind !== ANY && !isEventKind(kind)) {
    return { ok: false, why: `there is no event "${kind}"${meant(kind, EVENT_KINDS)}` };
  }
  const ofKind = kind === ANY ? null : kind;
  const conditions: Condition[] = [];
  for (const word of rest) {
    const [, path = '', relation, wanted = ''] = CONDITION.exec(word) ?? [];
    if (!isRelation(relation)) {
      return { ok: false, why: `"${word}" is no condition: write field=value, such as device=device-001` };
    }
    const condition = { path: path.split('.'), relation, wanted };
    const wrong = wrongField(ofKind, condition);
    if (wrong !== null) return { ok: false, why: wrong };
    conditions.push(condition);
  }
  return { ok: true, pattern: { text: [kind, ...rest].join(' '), kind: ofKind, conditions } };
}

/** What is wrong with a field by which events are to be told apart; null when some event has it. */
export function unknownField(pattern: EventPattern, path: string): string | null {
  return wrongName(pattern.kind, path.split('.'));
}

export function fitsPattern({ kind, conditions }: EventPattern, event: TraceEvent): boolean {
  if (kind !== null && event.kind !== kind) return false;
  return conditions.every((condition) => holds(condition, fieldOf(event, condition.path)));
}

/** Undefined where the event has no such field. */
export function fieldOf(event: TraceEvent, path: readonly string[]): unknown {
  let value: unknown = event;
  for (const name of path) {
    if (!isMapping(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function isRelation(text: string | undefined): text is Relation {
  return text !== undefined && ['=', '!=', '<', '<=', '>', '>='].includes(text);
}

function meant(word: string, candidates: readonly string[]): string {
  const near = suggest(word, candidates);
  return near === undefined ? `; events are ${candidates.join(', ')}` : `; did you mean ${near}?`;
}

/** Those that every event has, then those of the kind; of no kind all that there are. */
function fieldNames(kind: TraceEventKind | null): readonly string[] {
  const kinds = kind === null ? EVENT_KINDS : [kind];
  return [...new Set(['at', 'kind', ...kinds.flatMap((each) => Object.keys(EVENTS[each]))])];
}

function wrongName(kind: TraceEventKind | null, [name = '', ...more]: readonly string[]): string | null {
  const names = fieldNames(kind);
  const of = kind ?? 'no event';
  if (!names.includes(name)) {
    const near = suggest(name, names);
    const hint = near === undefined ? `; it has ${names.join(', ')}` : `; did you mean ${near}?`;
    return kind === null ? `no event has a field "${name}"${hint}` : `${of} has no field "${name}"${hint}`;
  }
  if (more.length > 0 && !OPEN_FIELDS.has(name)) return `"${name}" of ${of} has no fields of its own`;
  return null;
}

function wrongField(kind: TraceEventKind | null, { path, relation, wanted }: Condition): string | null {
  const wrong = wrongName(kind, path);
  if (wrong !== null) return wrong;
  if (wanted === '') return `${path.join('.')}${relation} is followed by no value`;
  const isOrder = relation !== '=' && relation !== '!=';
  if (isOrder && numberIn(wanted) === null)
    return `${path.join('.')}${relation}${wanted}: only numbers have an order`;
  const [name = ''] = path;
  if (kind === null || isOrder || wanted.includes(ANY) || path.length > 1) return null;
  const schema = Object.entries<z.ZodType>(EVENTS[kind]).find(([field]) => field === name)?.[1];
  if (schema === undefined || candidates(wanted).some((value) => schema.safeParse(value).success))
    return null;
  return `${name}=${wanted}: "${name}" of ${kind} must be ${schema.description}`;
}

/** What a word may stand for: a list is asked for by one of its items. */
function candidates(word: string): readonly unknown[] {
  const plain: unknown[] = [word];
  const number = numberIn(word);
  if (number !== null) plain.push(number);
  if (word === 'true' || word === 'false') plain.push(word === 'true');
  if (word === 'null') plain.push(null);
  return [...plain, ...plain.map((value) => [value])];
}

function numberIn(text: string): number | null {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : null;
}

function holds({ relation, wanted }: Condition, value: unknown): boolean {
  if (value === undefined) return false;
  if (relation === '=') return fits(value, wanted);
  if (relation === '!=') return !fits(value, wanted);
  const bound = numberIn(wanted);
  if (typeof value !== 'number' || bound === null) return false;
  if (relation === '<') return value < bound;
  if (relation === '<=') return value <= bound;
  return relation === '>' ? value > bound : value >= bound;
}

function fits(value: unknown, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((item) => fits(item, wanted));
  if (typeof value === 'number' && numberIn(wanted) !== null) return value === numberIn(wanted);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const parts = wanted.split(ANY).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
