import type { FaultCount } from '../sim/faults/index.ts';
import type { RunResult } from '../sim/run/result.ts';

/** One line of a list of counts. `whole`: what the share is of; null: no share. */
export interface CountRow {
  readonly label: string;
  /** Null: not observable. */
  readonly value: number | null;
  readonly whole: number | null;
  /** Printed also when it is nothing, because then nothing is what a reader looks for. */
  readonly always?: boolean;
}

/** Without those that say nothing. */
export function rowsShown(rows: readonly CountRow[]): readonly CountRow[] {
  return rows.filter(({ value, always }) => always === true || value === null || value > 0);
}

export function clientRows({ client }: RunResult): readonly CountRow[] {
  const sent = client.attempts + client.copies;
  return [
    { label: 'requests sent', value: sent, whole: null, always: true },
    { label: 'second copies', value: client.copies, whole: sent },
    { label: 'requests of many', value: client.batches, whole: null },
    { label: '2xx accepted', value: client.answers2xx - client.notEchoed, whole: sent, always: true },
    { label: '2xx without the echo', value: client.notEchoed, whole: sent },
    { label: '3xx redirects', value: client.answers3xx, whole: sent },
    { label: '409 duplicate', value: client.answers409, whole: sent },
    { label: '4xx rejected', value: client.answers4xx - client.answers409, whole: sent },
    { label: '429 rate limited', value: client.answers429, whole: sent },
    { label: '503 unavailable', value: client.answers503, whole: sent },
    { label: '5xx other errors', value: client.answers5xx, whole: sent },
    { label: 'timeouts', value: client.timeouts, whole: sent },
    { label: 'connections refused', value: client.refusals, whole: sent },
    { label: 'connections reset', value: client.resets, whole: sent },
    { label: 'answers too late', value: client.lateAnswers, whole: null },
    { label: 'samples skipped', value: client.samplesSkipped, whole: null },
    { label: 'reboots', value: client.reboots, whole: null },
  ];
}

export function edgeRows({ edge, metrics }: RunResult): readonly CountRow[] {
  const whole = edge.received;
  return [
    { label: 'received', value: edge.received, whole: null, always: true },
    { label: 'network copies', value: edge.copies, whole },
    { label: 'accepted', value: edge.accepted, whole, always: true },
    { label: 'duplicates', value: edge.duplicates, whole, always: true },
    { label: 'rejected', value: edge.rejected, whole, always: true },
    { label: 'transient 503', value: edge.transient503, whole, always: true },
    { label: 'rate limited', value: edge.rateLimited, whole },
    { label: 'errors', value: edge.errors, whole },
    { label: 'never answered', value: edge.unanswered, whole },
    { label: 'answered before it', value: edge.answeredInFront, whole: null },
    { label: 'restarts', value: edge.restarts, whole: null },
    { label: 'peak requests/s', value: metrics.peakRequestsPerSecond, whole: null },
    { label: 'peak dedupe keys', value: metrics.dedupePeak ?? 0, whole: null },
  ];
}

export function ledgerRows({ ledger, metrics }: RunResult): readonly CountRow[] {
  const { ends } = ledger;
  const whole = ledger.generated;
  // The edge says nothing of its store: what it answered is taken for it.
  const byAnswers = ledger.storedBy === 'answers';
  return [
    { label: 'generated', value: whole, whole: null, always: true },
    { label: 'acknowledged', value: ends.acknowledged, whole, always: true },
    { label: 'acknowledged by 409', value: ends['duplicate-acknowledged'], whole },
    { label: 'dropped', value: ends.dropped, whole },
    { label: 'rejected', value: ends.rejected, whole },
    { label: 'exhausted', value: ends.exhausted, whole },
    { label: 'overflowed', value: ends.overflowed, whole },
    { label: 'damaged', value: ends.damaged, whole },
    { label: 'pending', value: ends.pending, whole },
    { label: 'parked', value: ends.parked, whole },
    { label: 'lost', value: metrics.lost, whole, always: true },
    { label: 'not observable', value: ends.untied, whole },
    { label: byAnswers ? 'stored by answers' : 'stored', value: ledger.stored, whole, always: true },
    { label: 'stored, unacked', value: ledger.storedUnacknowledged ?? 0, whole },
    { label: 'reached again', value: ledger.reachedAgain, whole },
    { label: 'deduplicated', value: ledger.deduplicated, whole },
    { label: 'accepted twice', value: ledger.acceptedTwice, whole, always: true },
    { label: 'unexpected', value: ledger.unexpected, whole: null },
    { label: 'peak outbox', value: metrics.outboxPeak ?? 0, whole: null },
  ];
}

/** Of the faults that showed, or that the scenario asks for. */
export function faultRows({
  faults,
  scenario,
}: RunResult): readonly (FaultCount & { readonly name: string })[] {
  const asked = new Set<string>(scenario.expect.faults.map(({ fault }) => fault));
  return Object.entries(faults)
    .filter(
      ([name, { injected, inEffect, seen }]) => asked.has(name) || injected + inEffect + (seen ?? 0) > 0,
    )
    .map(([name, counts]) => ({ name, ...counts }));
}
