import { isPermanent } from '../ledger/index.ts';
import type { FaultLevel } from '../scenario/scenario.ts';
import type { Cause, FaultName, TraceEvent, TraceEventKind } from '../trace/event.ts';
import type { FaultScene } from './fault-scene.ts';

type EventOf<K extends TraceEventKind> = Extract<TraceEvent, { readonly kind: K }>;

/** One way in which a fault shows. */
export interface Step {
  readonly on: TraceEventKind;
  readonly level: FaultLevel;
  readonly shows: (event: TraceEvent, scene: FaultScene) => boolean;
}

/** What the trace says of each fault. `fault_injected` is counted for all of them and needs no step. */
export interface FaultRule {
  /** Whether a client could ever tell; false for what happens before the wire or to copies of the network. */
  readonly visible: boolean;
  readonly steps: readonly Step[];
}

function on<K extends TraceEventKind>(
  kind: K,
  level: FaultLevel,
  shows: (event: EventOf<K>, scene: FaultScene) => boolean,
): Step {
  const isOfKind = (event: TraceEvent): event is EventOf<K> => event.kind === kind;
  return { on: kind, level, shows: (event, scene) => isOfKind(event) && shows(event, scene) };
}

/** A fault that ends attempts: it names itself as the cause. Refusals and resets are seen at once, losses by timeout. */
function ending(fault: FaultName, ...causes: readonly Cause[]): FaultRule {
  const by = (cause: Cause): boolean => cause === fault || causes.includes(cause);
  return {
    visible: true,
    steps: [
      on('request_lost', 'in-effect', (event, scene) => by(event.by) && scene.reach(event, fault)),
      on('answer_lost', 'in-effect', (event, scene) => by(event.by) && scene.reach(event, fault)),
      on('attempt_refused', 'in-effect', (event, scene) => by(event.by) && scene.reach(event, fault)),
      on('attempt_refused', 'seen', (event, scene) => scene.see(event, fault)),
      on('attempt_reset', 'in-effect', (event, scene) => by(event.by) && scene.reach(event, fault)),
      on('attempt_reset', 'seen', (event, scene) => scene.see(event, fault)),
      on('attempt_abandoned', 'seen', (event, scene) => scene.see(event, fault)),
    ],
  };
}

/** A fault that holds requests back: the delay is over when the request arrives, or outlasts the client's patience. */
function delaying(fault: FaultName): FaultRule {
  return {
    visible: true,
    steps: [
      on(
        'request_delivered',
        'in-effect',
        (event, scene) => event.copy === 0 && scene.reachMarked(event, fault),
      ),
      on('attempt_abandoned', 'in-effect', (event, scene) => scene.reachMarked(event, fault)),
      on('attempt_abandoned', 'seen', (event, scene) => scene.see(event, fault)),
      on('answer_delivered', 'seen', (event, scene) => scene.see(event, fault)),
    ],
  };
}

/** A weakness of the agent, which it logs itself. It takes effect as it is logged. */
function logged(name: string): FaultRule {
  return {
    visible: false,
    steps: [
      on('device_logged', 'injected', (event) => event.event === name),
      on('device_logged', 'in-effect', (event) => event.event === name),
    ],
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
    steps: [
      on('edge_logged', 'injected', says),
      on('edge_logged', 'in-effect', (event, scene) => {
        if (!says(event)) return false;
        scene.shed(event, fault);
        return true;
      }),
      on(
        'request_answered',
        'in-effect',
        (event, scene) =>
          event.source === 'gateway' && event.status === 503 && scene.reachMarked(event, fault),
      ),
      on('answer_delivered', 'seen', (event, scene) => event.status === 503 && scene.see(event, fault)),
    ],
  };
}

export const FAULT_RULES = {
  'device.drop': logged('packet_dropped'),
  'device.jitter': logged('jitter_applied'),
  'device.duplicate': {
    visible: false,
    steps: [
      on('device_logged', 'injected', (event) => event.event === 'duplicate_triggered'),
      on('attempt_sent', 'in-effect', (_event, { ledger }) => ledger.current?.open.at(-1)?.copy === true),
    ],
  },
  'device.invalid': {
    visible: false,
    steps: [
      on('device_logged', 'injected', (event, scene) => {
        if (event.event !== 'invalid_triggered') return false;
        if (event.reading !== null) scene.spoil(event.device, event.reading);
        return true;
      }),
      // The edge refused it, and the device took that for an end.
      on(
        'device_logged',
        'in-effect',
        (event, scene) =>
          event.event === 'permanent_error_received' &&
          event.reading !== null &&
          scene.wasSpoilt(event.device, event.reading),
      ),
    ],
  },
  'device.reboot': {
    visible: false,
    steps: [
      on('device_crashed', 'injected', () => true),
      // A reboot that finds nothing to remember tests nothing.
      on('device_crashed', 'in-effect', (event, { ledger }) => ledger.hasOpenReadings(event.device)),
    ],
  },
  'network.loss': ending('network.loss'),
  'network.answerLoss': ending('network.answerLoss'),
  'network.burstLoss': ending('network.burstLoss'),
  'network.jitter': delaying('network.jitter'),
  'network.duplicate': {
    visible: false,
    steps: [on('request_delivered', 'in-effect', (event) => event.copy > 0)],
  },
  'network.reorder': {
    visible: true,
    steps: [
      on('request_delivered', 'in-effect', (event, scene) => {
        if (event.copy > 0) return false;
        scene.overtake(event, 'network.reorder');
        return scene.isOvertaken(event, 'network.reorder') && scene.reachMarked(event, 'network.reorder');
      }),
      on('attempt_abandoned', 'seen', (event, scene) => scene.see(event, 'network.reorder')),
      on('answer_delivered', 'seen', (event, scene) => scene.see(event, 'network.reorder')),
    ],
  },
  'network.corrupt': {
    visible: true,
    steps: [
      on(
        'request_answered',
        'in-effect',
        (event, scene) =>
          event.copy === 0 && isPermanent(event.status) && scene.reachMarked(event, 'network.corrupt'),
      ),
      on(
        'answer_delivered',
        'seen',
        (event, scene) => isPermanent(event.status) && scene.see(event, 'network.corrupt'),
      ),
    ],
  },
  'network.reset': ending('network.reset'),
  'network.partition': ending('network.partition'),
  'network.bandwidth': delaying('network.bandwidth'),
  'edge.overload': shedding('edge.overload', 'probability'),
  'edge.capacity': shedding('edge.capacity', 'capacity'),
  'edge.rateLimit': {
    visible: true,
    steps: [
      on('request_answered', 'injected', (event) => event.status === 429 && event.source === 'edge'),
      on(
        'request_answered',
        'in-effect',
        (event, scene) => event.status === 429 && (event.copy > 0 || scene.reach(event, 'edge.rateLimit')),
      ),
      on(
        'answer_delivered',
        'seen',
        (event, scene) => event.status === 429 && scene.see(event, 'edge.rateLimit'),
      ),
    ],
  },
  'edge.slow': {
    visible: true,
    steps: [
      on('edge_logged', 'injected', (event) => event.event === 'slow_simulated'),
      on('edge_logged', 'in-effect', (event, scene) => {
        if (event.event !== 'slow_simulated') return false;
        const attempt = scene.atEdge(event.device, event.reading);
        if (attempt !== null) scene.reach({ ...attempt, at: event.at }, 'edge.slow');
        return true;
      }),
      on(
        'request_answered',
        'in-effect',
        (event, scene) => event.copy === 0 && scene.reachMarked(event, 'edge.slow'),
      ),
      on('attempt_abandoned', 'in-effect', (event, scene) => scene.reachMarked(event, 'edge.slow')),
      on('attempt_abandoned', 'seen', (event, scene) => scene.see(event, 'edge.slow')),
      on('answer_delivered', 'seen', (event, scene) => scene.see(event, 'edge.slow')),
    ],
  },
  'edge.contention': unavailable('edge.contention', (event) => event.event === 'contention_simulated'),
  'edge.restart': {
    ...ending('edge.restart', 'edge_down'),
    steps: [on('edge_crashed', 'injected', () => true), ...ending('edge.restart', 'edge_down').steps],
  },
} as const satisfies Record<FaultName, FaultRule>;
