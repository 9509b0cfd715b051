import { isPermanent } from '../ledger/index.ts';
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
export type Signs = { readonly [Kind in TraceEventKind]?: Shows<Kind> };

/** What the trace says of each fault, level by level. `fault_injected` is counted for all of them and needs no sign. */
export interface FaultRule {
  /** Whether a client could ever tell; false for what happens before the wire or to copies of the network. */
  readonly visible: boolean;
  readonly injected?: Signs;
  readonly inEffect?: Signs;
  /** By the client. Looked for after the level before. */
  readonly seen?: Signs;
}

/** A fault that ends attempts: it names itself as the cause. Refusals and resets are seen at once, losses by timeout. */
function ending(fault: FaultName, ...causes: readonly Cause[]): FaultRule {
  const by = (cause: Cause): boolean => cause === fault || causes.includes(cause);
  return {
    visible: true,
    inEffect: {
      request_lost: (event, scene) => by(event.by) && scene.reach(event, fault),
      answer_lost: (event, scene) => by(event.by) && scene.reach(event, fault),
      attempt_refused: (event, scene) => by(event.by) && scene.reach(event, fault),
      attempt_reset: (event, scene) => by(event.by) && scene.reach(event, fault),
    },
    seen: {
      attempt_refused: (event, scene) => scene.see(event, fault),
      attempt_reset: (event, scene) => scene.see(event, fault),
      attempt_abandoned: (event, scene) => scene.see(event, fault),
    },
  };
}

/** A fault that holds requests back: the delay is over when the request arrives, or outlasts the client's patience. */
function delaying(fault: FaultName): FaultRule {
  return {
    visible: true,
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

/** A weakness of the agent, which it logs itself. It takes effect as it is logged. */
function logged(name: string): FaultRule {
  return {
    visible: false,
    injected: { device_logged: (event) => event.event === name },
    inEffect: { device_logged: (event) => event.event === name },
  };
}

/** The edge sheds load and says why; in front of a foreign edge the gateway does. */
function shedding(fault: FaultName, reason: string): FaultRule {
  return unavailable(
    fault,
    (event) => event.event === 'overload_simulated' && event.fields['reason'] === reason,
  );
}

/** The edge logs a 503 for this fault just before it answers so. */
function unavailable(fault: FaultName, says: (event: EventOf<'edge_logged'>) => boolean): FaultRule {
  return {
    visible: true,
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
  };
}

export const FAULT_RULES: Readonly<Record<FaultName, FaultRule>> = {
  'device.drop': logged('packet_dropped'),
  'device.jitter': logged('jitter_applied'),
  'device.duplicate': {
    visible: false,
    injected: { device_logged: (event) => event.event === 'duplicate_triggered' },
    inEffect: { attempt_sent: (_event, _scene, entry) => entry?.lastIsCopy === true },
  },
  'device.invalid': {
    visible: false,
    injected: {
      device_logged: (event, scene) => {
        if (event.event !== 'invalid_triggered') return false;
        if (event.reading !== null) scene.spoil(event.device, event.reading);
        return true;
      },
    },
    inEffect: {
      // The edge refused it, and the device took that for an end.
      device_logged: (event, scene) =>
        event.event === 'permanent_error_received' &&
        event.reading !== null &&
        scene.wasSpoilt(event.device, event.reading),
    },
  },
  'device.reboot': {
    visible: false,
    injected: { device_crashed: () => true },
    // A reboot that finds nothing to remember tests nothing.
    inEffect: { device_crashed: (event, { ledger }) => ledger.hasOpenReadings(event.device) },
  },
  'network.loss': ending('network.loss'),
  'network.answerLoss': ending('network.answerLoss'),
  'network.burstLoss': ending('network.burstLoss'),
  'network.jitter': delaying('network.jitter'),
  'network.duplicate': {
    visible: false,
    inEffect: { request_delivered: (event) => event.copy > 0 },
  },
  'network.reorder': {
    visible: true,
    inEffect: {
      request_delivered: (event, scene, entry) => {
        if (event.copy > 0) return false;
        scene.overtake(event, 'network.reorder', entry);
        return scene.isOvertaken(event, 'network.reorder') && scene.reachMarked(event, 'network.reorder');
      },
    },
    seen: {
      attempt_abandoned: (event, scene) => scene.see(event, 'network.reorder'),
      answer_delivered: (event, scene) => scene.see(event, 'network.reorder'),
    },
  },
  'network.corrupt': {
    visible: true,
    inEffect: {
      request_answered: (event, scene) =>
        event.copy === 0 && isPermanent(event.status) && scene.reachMarked(event, 'network.corrupt'),
    },
    seen: {
      answer_delivered: (event, scene) => isPermanent(event.status) && scene.see(event, 'network.corrupt'),
    },
  },
  'network.reset': ending('network.reset'),
  'network.partition': ending('network.partition'),
  'network.bandwidth': delaying('network.bandwidth'),
  'edge.overload': shedding('edge.overload', 'probability'),
  'edge.capacity': shedding('edge.capacity', 'capacity'),
  'edge.rateLimit': {
    visible: true,
    injected: { request_answered: (event) => event.status === 429 && event.source === 'edge' },
    inEffect: {
      request_answered: (event, scene) =>
        event.status === 429 && (event.copy > 0 || scene.reach(event, 'edge.rateLimit')),
    },
    seen: {
      answer_delivered: (event, scene) => event.status === 429 && scene.see(event, 'edge.rateLimit'),
    },
  },
  'edge.slow': {
    visible: true,
    injected: { edge_logged: (event) => event.event === 'slow_simulated' },
    inEffect: {
      edge_logged: (event, scene) => {
        if (event.event !== 'slow_simulated') return false;
        const attempt = scene.atEdge(event.device, event.reading);
        if (attempt !== null) scene.reach({ ...attempt, at: event.at }, 'edge.slow');
        return true;
      },
      request_answered: (event, scene) => event.copy === 0 && scene.reachMarked(event, 'edge.slow'),
      attempt_abandoned: (event, scene) => scene.reachMarked(event, 'edge.slow'),
    },
    seen: {
      attempt_abandoned: (event, scene) => scene.see(event, 'edge.slow'),
      answer_delivered: (event, scene) => scene.see(event, 'edge.slow'),
    },
  },
  'edge.contention': unavailable('edge.contention', (event) => event.event === 'contention_simulated'),
  'edge.restart': { ...ending('edge.restart', 'edge_down'), injected: { edge_crashed: () => true } },
};
