import { EVENT_KINDS } from '../trace/event.ts';
import type { EventOf, TraceEvent, TraceEventKind } from '../trace/event.ts';
import type { ReadingEntry } from './reading-entry.ts';

/** What somebody does with an event of this kind, and with the ledger's entry of the reading that it is about. */
export type Look<Kind extends TraceEventKind> = (event: EventOf<Kind>, entry: ReadingEntry | null) => void;

/**
 * Something that reads the trace of a run: a checker or a meter. It names the kinds of events that it looks at, and is
 * called for no other. `entry` is null for an event that is about no reading, or about one long gone; it shows what holds
 * after the event.
 */
export interface Watcher {
  readonly on: { readonly [Kind in TraceEventKind]?: Look<Kind> };
}

/** Who looks at events of a kind, in the order in which they are called. */
type Rows = { readonly [Kind in TraceEventKind]: Look<Kind>[] };

function noRows(): Rows {
  return {
    phase_started: [],
    window_opened: [],
    window_closed: [],
    edge_started: [],
    edge_crashed: [],
    device_started: [],
    device_crashed: [],
    reading_recorded: [],
    sample_skipped: [],
    device_logged: [],
    edge_logged: [],
    fault_injected: [],
    attempt_sent: [],
    redirect_followed: [],
    credentials_renewed: [],
    attempt_refused: [],
    request_lost: [],
    attempt_reset: [],
    request_delivered: [],
    copy_lost: [],
    reading_stored: [],
    request_answered: [],
    answer_lost: [],
    answer_delivered: [],
    answer_late: [],
    attempt_abandoned: [],
    client_gone: [],
    metrics_read: [],
    holdings_read: [],
    outbox_read: [],
    device_stopped: [],
    recording_cut: [],
    batch_sent: [],
    reading_named: [],
    answer_begun: [],
    request_stuck: [],
    other_acknowledged: [],
    request_begun: [],
  };
}

/** The first to see each event: it finds the entry that the event is about. */
interface Finder {
  observe(event: TraceEvent): ReadingEntry | null;
}

/** Hands each event to those who look at its kind, with the entry that the ledger found for it: one look-up for all. */
export class WatchTable {
  readonly #ledger: Finder;
  readonly #rows = noRows();

  constructor(ledger: Finder, watchers: readonly Watcher[]) {
    this.#ledger = ledger;
    for (const { on } of watchers) for (const kind of EVENT_KINDS) this.#add(kind, on);
  }

  observe(event: TraceEvent): void {
    this.#show(event.kind, event, this.#ledger.observe(event));
  }

  #show<Kind extends TraceEventKind>(kind: Kind, event: EventOf<Kind>, entry: ReadingEntry | null): void {
    for (const look of this.#rows[kind]) look(event, entry);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the kind to its row
  #add<Kind extends TraceEventKind>(kind: Kind, on: Watcher['on']): void {
    const look = on[kind];
    if (look !== undefined) this.#rows[kind].push(look);
  }
}
