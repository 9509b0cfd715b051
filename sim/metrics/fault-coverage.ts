import type { LedgerView } from '../ledger/index.ts';
import { FAULT_NAMES } from '../trace/event.ts';
import type { AttemptKey, FaultName, TraceEvent, TraceEventKind } from '../trace/event.ts';
import { FAULT_RULES } from './fault-rules.ts';
import type { FaultRule, Step } from './fault-rules.ts';
import { FaultScene } from './fault-scene.ts';

/** How often a fault was injected, took effect, and could be told by the client. */
export interface FaultCount {
  readonly injected: number;
  readonly inEffect: number;
  /** Null: by its nature no client can see it. */
  readonly seen: number | null;
}

export type FaultCoverage = Readonly<Record<FaultName, FaultCount>>;

interface Tally {
  injected: number;
  inEffect: number;
  seen: number;
}

/** Steps by the kind of event that they look at, so that an event costs only what may concern it. */
const STEPS_BY_KIND: ReadonlyMap<
  TraceEventKind,
  readonly { readonly fault: FaultName; readonly step: Step }[]
> = (() => {
  const byKind = new Map<TraceEventKind, { readonly fault: FaultName; readonly step: Step }[]>();
  for (const fault of FAULT_NAMES) {
    const rule: FaultRule = FAULT_RULES[fault];
    for (const step of rule.steps) {
      const steps = byKind.get(step.on) ?? [];
      byKind.set(step.on, steps);
      steps.push({ fault, step });
    }
  }
  return byKind;
})();

/** Written out, so that the compiler sees that no fault is missing. */
function perFault<T>(value: (fault: FaultName) => T): Record<FaultName, T> {
  return {
    'device.drop': value('device.drop'),
    'device.jitter': value('device.jitter'),
    'device.duplicate': value('device.duplicate'),
    'device.invalid': value('device.invalid'),
    'device.reboot': value('device.reboot'),
    'network.loss': value('network.loss'),
    'network.answerLoss': value('network.answerLoss'),
    'network.burstLoss': value('network.burstLoss'),
    'network.jitter': value('network.jitter'),
    'network.duplicate': value('network.duplicate'),
    'network.reorder': value('network.reorder'),
    'network.corrupt': value('network.corrupt'),
    'network.reset': value('network.reset'),
    'network.partition': value('network.partition'),
    'network.bandwidth': value('network.bandwidth'),
    'edge.overload': value('edge.overload'),
    'edge.capacity': value('edge.capacity'),
    'edge.rateLimit': value('edge.rateLimit'),
    'edge.slow': value('edge.slow'),
    'edge.contention': value('edge.contention'),
    'edge.restart': value('edge.restart'),
  };
}

/** Folds the trace into the coverage of faults by the rules of `fault-rules.ts`. The ledger observes first. */
export class FaultCoverageMeter {
  readonly #scene: FaultScene;
  readonly #tallies = perFault<Tally>(() => ({ injected: 0, inEffect: 0, seen: 0 }));
  /** `fault_injected` for faults of a device, which our own device logs and does not announce so. */
  readonly #announced = perFault(() => 0);

  constructor(ledger: LedgerView) {
    this.#scene = new FaultScene(ledger);
  }

  observe(event: TraceEvent): void {
    const scene = this.#scene;
    if (event.kind === 'fault_injected') return this.#injected(event);
    for (const { fault, step } of STEPS_BY_KIND.get(event.kind) ?? []) {
      if (!step.shows(event, scene)) continue;
      const tally = this.#tallies[fault];
      if (step.level === 'injected') tally.injected += 1;
      else if (step.level === 'in-effect') tally.inEffect += 1;
      else tally.seen += 1;
    }
    this.#follow(event);
  }

  conclude(): FaultCoverage {
    return perFault((fault) => {
      const { injected, inEffect, seen } = this.#tallies[fault];
      const announced = this.#announced[fault];
      return {
        injected: Math.max(injected, announced),
        inEffect: fault.startsWith('device.') ? Math.max(inEffect, announced) : inEffect,
        seen: FAULT_RULES[fault].visible ? seen : null,
      };
    });
  }

  #injected(event: Extract<TraceEvent, { readonly kind: 'fault_injected' }>): void {
    const { fault } = event;
    if (fault.startsWith('device.')) {
      this.#announced[fault] += 1;
      return;
    }
    this.#tallies[fault].injected += 1;
    // Copies are followed by `copy`, not by the attempt, and outlive it.
    if (event.attempt >= 0 && fault !== 'network.duplicate') this.#scene.marks.add(event, fault, event.at);
  }

  /** Keeps the scene in step: ties a 503 to its cause, forgets attempts that are over. */
  #follow(event: TraceEvent): void {
    const scene = this.#scene;
    const { kind } = event;
    if (kind === 'request_answered') {
      if (event.source === 'edge' && event.status === 503) scene.tieShed(event);
    } else if (
      kind === 'answer_delivered' ||
      kind === 'attempt_refused' ||
      kind === 'attempt_reset' ||
      kind === 'attempt_abandoned'
    ) {
      scene.marks.close(event);
    } else if (kind === 'answer_lost' || kind === 'answer_late') {
      if (!this.#clientWaits(event)) scene.marks.close(event);
    } else if (kind === 'edge_crashed') {
      scene.forgetSheds();
    } else if (kind === 'device_crashed') {
      scene.marks.forget(event.device);
    }
  }

  #clientWaits(event: AttemptKey): boolean {
    const open = this.#scene.ledger.current?.open ?? [];
    return open.some((record) => record.attempt === event.attempt && record.clientWaits);
  }
}
