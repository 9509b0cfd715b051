import { suggest } from '../../settings/suggest.ts';
import { isIn, namesOf } from '../kernel/index.ts';
import { EventSearch, parseQuery } from '../trace/index.ts';
import type { EventQuery, TraceEvent } from '../trace/index.ts';
import { DuplicateInWork } from './duplicate-in-work.ts';
import type { HitCounter } from './hit-counter.ts';

/** What a sweep should meet at least once, or it has not tested what it seems to test. */
type SometimesProperty = { readonly says: string } & (
  | {
      /** Which events are hits, in the words of `trace query`. */
      readonly query: string;
    }
  | { readonly counter: () => HitCounter }
);

/** Every property with a name. A scenario may ask for others, in the words of a query. */
export const SOMETIMES = {
  'retry-after-lost-answer': {
    says: 'a retry of a reading whose answer was lost: the edge has it already',
    query: 'attempt_sent attempt>0 preceded-by answer_lost same device,reading',
  },
  'duplicate-in-work': {
    says: 'a second request for a reading reaches the edge while the first is in work',
    counter: () => new DuplicateInWork(),
  },
  'reboot-with-full-outbox': {
    says: 'a device loses power within 10 s of an overflow of its outbox',
    query: 'device_crashed preceded-by device_logged event=outbox_overflow same device within 10s',
  },
  'restart-with-open-exchanges': {
    says: 'the edge crashes while requests are in work',
    query: 'edge_crashed openExchanges>0',
  },
  'late-answer': {
    says: 'an answer comes after the client gave up',
    query: 'answer_late',
  },
  'retry-after-shedding': {
    says: 'a retry of a reading that the edge shed',
    query: 'attempt_sent attempt>0 preceded-by answer_delivered status=503 same device,reading',
  },
  'delivery-after-heal': {
    says: 'a reading is stored while the run drains',
    query: 'reading_stored preceded-by phase_started phase=drain',
  },
} satisfies Readonly<Record<string, SometimesProperty>>;

export const SOMETIMES_NAMES = namesOf(SOMETIMES);

/** Who wants something to happen: a scenario in its own runs, code under test in any of them. */
export type WantedBy = 'scenario' | 'code';

/** How often one property was met in a run. */
export interface SometimesHits {
  /** A name of ours, or a query. */
  readonly name: string;
  readonly by: WantedBy;
  readonly hits: number;
}

class QueryHits implements HitCounter {
  readonly #search: EventSearch;

  constructor(query: EventQuery) {
    this.#search = new EventSearch(query);
  }

  get hits(): number {
    return this.#search.conclude().length;
  }

  observe(event: TraceEvent): void {
    this.#search.observe(event);
  }
}

export type ParsedProperty =
  | { readonly ok: true; readonly counter: () => HitCounter }
  | { readonly ok: false; readonly why: string };

/** What a scenario asks for by a name of ours or in the words of a query; `why` says what is wrong with it. */
export function parseSometimes(name: string): ParsedProperty {
  const ours: SometimesProperty | null = isIn(SOMETIMES, name) ? SOMETIMES[name] : null;
  if (ours !== null && 'counter' in ours) return { ok: true, counter: ours.counter };
  if (ours === null && /^[a-z0-9-]+$/.test(name) && name.includes('-')) {
    const near = suggest(name, SOMETIMES_NAMES);
    const hint = near === undefined ? `; there are ${SOMETIMES_NAMES.join(', ')}` : `; did you mean ${near}?`;
    return { ok: false, why: `there is no property "${name}"${hint}` };
  }
  const parsed = parseQuery(ours === null ? name : ours.query);
  return parsed.ok ? { ok: true, counter: () => new QueryHits(parsed.query) } : parsed;
}

/** Counts the hits of some properties in one run. */
export class SometimesWatch {
  readonly #counters: readonly {
    readonly name: string;
    readonly by: WantedBy;
    readonly counter: HitCounter;
  }[];

  /** @throws {Error} for what is no property: whoever reads a scenario, or loads code, has looked at it. */
  constructor(wanted: Readonly<Record<WantedBy, readonly string[]>>) {
    const code = wanted.code.filter((name) => !wanted.scenario.includes(name));
    this.#counters = [
      ...wanted.scenario.map((name) => ({ name, by: 'scenario' as const, counter: counterOf(name) })),
      ...[...new Set(code)].map((name) => ({ name, by: 'code' as const, counter: counterOf(name) })),
    ];
  }

  get isIdle(): boolean {
    return this.#counters.length === 0;
  }

  observe(event: TraceEvent): void {
    for (const { counter } of this.#counters) counter.observe(event);
  }

  conclude(): readonly SometimesHits[] {
    return this.#counters.map(({ name, by, counter }) => ({ name, by, hits: counter.hits }));
  }
}

function counterOf(name: string): HitCounter {
  const parsed = parseSometimes(name);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.why}`);
  return parsed.counter();
}
