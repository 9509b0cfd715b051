import type { LedgerView, ReadingEntry, Watcher } from '../ledger/index.ts';
import { mapTable } from '../kernel/index.ts';
import type { EventOf, TraceEventKind } from '../trace/event.ts';
import { isVisible } from './fault-level.ts';
import type { Fault } from './fault.ts';
import { FaultScene } from './fault-scene.ts';
import { FAULT_NAMES, FAULTS, isKnownFault } from './faults.ts';
import type { KnownFault } from './faults.ts';

/** How often a fault was injected, took effect, and could be told by the client. */
export interface FaultCount {
  readonly injected: number;
  readonly inEffect: number;
  /** Null: by its nature no client can see it. */
  readonly seen: number | null;
}

export type FaultCoverage = Readonly<Record<KnownFault, FaultCount>>;

interface Tally {
  injected: number;
  inEffect: number;
  seen: number;
}

const LEVELS = ['injected', 'inEffect', 'seen'] as const;

/** Folds the trace into the coverage of faults by the signs that each declares. The ledger observes first. */
export class FaultCoverageMeter implements Watcher {
  readonly #scene: FaultScene;
  readonly #tallies = mapTable(FAULTS, (): Tally => ({ injected: 0, inEffect: 0, seen: 0 }));
  /** `fault_injected` for faults of a device, which our own device logs and does not announce so. */
  readonly #announced = new Map<KnownFault, number>();
  readonly on: Watcher['on'];

  constructor(ledger: LedgerView) {
    const scene = new FaultScene(ledger);
    this.#scene = scene;
    this.on = {
      fault_injected: this.#signs('fault_injected', (event) => this.#injected(event)),
      device_logged: this.#signs('device_logged'),
      edge_logged: this.#signs('edge_logged'),
      attempt_sent: this.#signs('attempt_sent', (event, entry) => scene.sent(event, entry)),
      request_lost: this.#signs('request_lost'),
      request_delivered: this.#signs('request_delivered'),
      // From here on the scene is kept in step behind the signs: a 503 is tied to its cause, what is over is forgotten.
      request_answered: this.#signs('request_answered', (event) => {
        if (event.source === 'edge' && event.status === 503) scene.tieShed(event);
      }),
      answer_delivered: this.#signs('answer_delivered', (event, entry) => scene.end(event, entry)),
      attempt_refused: this.#signs('attempt_refused', (event, entry) => scene.end(event, entry)),
      attempt_reset: this.#signs('attempt_reset', (event, entry) => scene.end(event, entry)),
      attempt_abandoned: this.#signs('attempt_abandoned', (event, entry) => scene.end(event, entry)),
      answer_lost: this.#signs('answer_lost', (event, entry) => scene.answerGone(event, entry)),
      answer_late: this.#signs('answer_late', (event, entry) => scene.answerGone(event, entry)),
      edge_crashed: this.#signs('edge_crashed', () => scene.crashed()),
      device_crashed: this.#signs('device_crashed', (event) => scene.crash(event.device)),
    };
  }

  conclude(): FaultCoverage {
    return mapTable(FAULTS, (fault: Fault, name) => {
      const { injected, inEffect, seen } = this.#tallies[name];
      const announced = this.#announced.get(name) ?? 0;
      return {
        injected: Math.max(injected, announced),
        inEffect: fault.player === 'device' ? Math.max(inEffect, announced) : inEffect,
        seen: isVisible(fault) ? seen : null,
      };
    });
  }

  /** Looks for the signs of all faults in events of this kind, then does what else there is to do. */
  #signs<Kind extends TraceEventKind>(
    kind: Kind,
    then?: (event: EventOf<Kind>, entry: ReadingEntry | null) => void,
  ): (event: EventOf<Kind>, entry: ReadingEntry | null) => void {
    const scene = this.#scene;
    const signs = FAULT_NAMES.flatMap((name) => {
      const fault: Fault = FAULTS[name];
      return LEVELS.flatMap((level) => {
        const shows = fault.signs[level]?.[kind];
        return shows === undefined ? [] : [{ tally: this.#tallies[name], level, shows }];
      });
    });
    return (event, entry) => {
      for (const { tally, level, shows } of signs) if (shows(event, scene, entry)) tally[level] += 1;
      then?.(event, entry);
    };
  }

  #injected(event: EventOf<'fault_injected'>): void {
    const { fault } = event;
    if (!isKnownFault(fault)) return;
    if (FAULTS[fault].player === 'device') {
      this.#announced.set(fault, (this.#announced.get(fault) ?? 0) + 1);
      return;
    }
    this.#tallies[fault].injected += 1;
    if (fault === 'edge.crash') this.#scene.crashes();
    // Copies are followed by `copy`, not by the attempt, and outlive it.
    if (event.attempt >= 0 && fault !== 'network.duplicate') this.#scene.marks.add(event, fault, event.at);
  }
}
