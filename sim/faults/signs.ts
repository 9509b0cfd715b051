import type { ReadingEntry } from '../ledger/index.ts';
import type { Cause, EventOf, FaultName, TraceEventKind } from '../trace/event.ts';
import type { FaultScene } from './fault-scene.ts';

/** Whether an event shows it. `entry` is the ledger's, of the reading that the event is about. */
export type Shows<Kind extends TraceEventKind> = (
  event: EventOf<Kind>,
  scene: FaultScene,
  entry: ReadingEntry | null,
) => boolean;

/** The events in which one level of a fault shows. */
type Events = { readonly [Kind in TraceEventKind]?: Shows<Kind> };

/** What the trace says of a fault, level by level. `fault_injected` is counted for all of them and needs no sign. */
export interface Signs {
  readonly injected?: Events;
  readonly inEffect?: Events;
  /** By the client; looked for after the level before. Without it no client could ever tell. */
  readonly seen?: Events;
}

/** A fault that ends attempts: it names itself as the cause. Refusals and resets are seen at once, losses by timeout. */
export function ending(fault: FaultName, ...causes: readonly Cause[]): Signs {
  // An edge is down because of what crashed it last.
  const by = (cause: Cause, scene: FaultScene): boolean =>
    cause === fault || (causes.includes(cause) && (cause !== 'edge_down' || scene.downBy === fault));
  return {
    inEffect: {
      request_lost: (event, scene) => by(event.by, scene) && scene.reach(event, fault),
      answer_lost: (event, scene) => by(event.by, scene) && scene.reach(event, fault),
      attempt_refused: (event, scene) => by(event.by, scene) && scene.reach(event, fault),
      attempt_reset: (event, scene) => by(event.by, scene) && scene.reach(event, fault),
    },
    seen: {
      attempt_refused: (event, scene) => scene.see(event, fault),
      attempt_reset: (event, scene) => scene.see(event, fault),
      attempt_abandoned: (event, scene) => scene.see(event, fault),
    },
  };
}

/** A fault that holds requests back: the delay is over when the request arrives, or outlasts the client's patience. */
export function delaying(fault: FaultName): Signs {
  return {
    inEffect: {
      request_delivered: (event, scene) => event.copy === 0 && scene.reachMarked(event, fault),
      attempt_abandoned: (event, scene) => scene.reachMarked(event, fault),
    },
    seen: {
      attempt_abandoned: (event, scene) => scene.see(event, fault),
      answer_delivered: (event, scene) => scene.see(event, fault),
    },
  };
}

/** The same of one that holds back answers too. */
export function delayingBothWays(fault: FaultName): Signs {
  const { inEffect, seen } = delaying(fault);
  const arrived: Shows<'answer_delivered' | 'answer_late'> = (event, scene) =>
    scene.reachNextMark(event, fault);
  return {
    inEffect: { ...inEffect, answer_delivered: arrived, answer_late: arrived },
    ...(seen && { seen }),
  };
}

/** What the machine does to its program, told as it begins. It takes effect at once, and no client can tell. */
export function announced(fault: FaultName): Signs {
  return { inEffect: { fault_injected: (event) => event.fault === fault } };
}

/** A weakness of the agent, which it logs itself. It takes effect as it is logged. */
export function logged(name: string): () => Signs {
  const says = (event: EventOf<'device_logged'>): boolean => event.event === name;
  return () => ({ injected: { device_logged: says }, inEffect: { device_logged: says } });
}

/** The edge sheds load and says why; in front of a foreign edge the gateway does. */
export function shedding(reason: string): (fault: FaultName) => Signs {
  return unavailable((event) => event.event === 'overload_simulated' && event.fields['reason'] === reason);
}

/** The edge logs a 503 for this fault just before it answers so. */
export function unavailable(says: (event: EventOf<'edge_logged'>) => boolean): (fault: FaultName) => Signs {
  return (fault) => ({
    injected: { edge_logged: says },
    inEffect: {
      edge_logged: (event, scene) => {
        if (!says(event)) return false;
        scene.shed(event, fault);
        return true;
      },
      request_answered: (event, scene) =>
        event.source === 'gateway' && event.status === 503 && scene.reachMarked(event, fault),
    },
    seen: { answer_delivered: (event, scene) => event.status === 503 && scene.see(event, fault) },
  });
}

/** Either the edge answers and is not heard, or what stands in front of it does. */
export function answeredAmiss(fault: FaultName): Signs {
  return {
    inEffect: { request_answered: (event, scene) => event.copy === 0 && scene.reachMarked(event, fault) },
    seen: {
      answer_delivered: (event, scene) => scene.see(event, fault),
      attempt_abandoned: (event, scene) => scene.see(event, fault),
    },
  };
}
