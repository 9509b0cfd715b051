import type { TraceEvent } from '../../sim/trace/event.ts';
import type { ByKind } from './by-kind.ts';
import { lookUp } from './by-kind.ts';

/** Where something happens, and between whom something goes. */
export type Place = 'device' | 'network' | 'edge' | 'disk';

export const PLACES: readonly Place[] = ['device', 'network', 'edge', 'disk'];

/** What an event is in a story: who does what, and whether it goes wrong there. */
export interface Movement {
  readonly from: Place;
  /** The same as `from` where nothing goes anywhere. */
  readonly to: Place;
  readonly fails: boolean;
  readonly text: string;
}

function goes(from: Place, to: Place, text: string, fails = false): Movement {
  return { from, to, fails, text };
}

function stays(place: Place, text: string, fails = false): Movement {
  return goes(place, place, text, fails);
}

/** A 409 says that the edge has it already. */
function isRefusal(status: number): boolean {
  return status >= 400 && status !== 409;
}

const MOVEMENTS: ByKind<Movement> = {
  reading_recorded: () => goes('device', 'disk', 'recorded by the device'),
  attempt_sent: ({ attempt }) => goes('device', 'network', `attempt ${attempt} is sent`),
  redirect_followed: () => goes('device', 'network', 'the device follows a redirect'),
  credentials_renewed: () => goes('device', 'network', 'the device shows other credentials'),
  request_begun: () => goes('network', 'edge', 'the head of the request is there, with a part of its body'),
  request_delivered: ({ copy, instance }) => {
    const what = copy === 0 ? 'the request' : `copy ${copy} of the request`;
    return goes(
      'network',
      'edge',
      `${what} arrives${instance === undefined ? '' : ` at instance ${instance}`}`,
    );
  },
  request_lost: ({ by }) => stays('network', `the request is lost: ${by}`, true),
  copy_lost: ({ copy, by }) => stays('network', `copy ${copy} is lost: ${by}`, true),
  reading_stored: () => goes('edge', 'disk', 'stored by the edge'),
  request_answered: ({ source, status }) =>
    goes('edge', 'network', `the ${source} answers ${status}`, isRefusal(status)),
  answer_delivered: ({ status }) => goes('network', 'device', `the device has ${status}`, isRefusal(status)),
  other_acknowledged: ({ otherDevice, otherReading }) =>
    stays('edge', `the answer names reading ${otherReading} of ${otherDevice}`, true),
  answer_begun: ({ status, by }) => goes('network', 'device', `the head of ${status} is there: ${by}`),
  answer_late: ({ status }) => goes('network', 'device', `${status} comes too late`, true),
  answer_lost: ({ status, by }) => stays('network', `the answer ${status} is lost: ${by}`, true),
  attempt_refused: ({ by }) => goes('network', 'device', `no connection: ${by}`, true),
  attempt_reset: ({ by }) => goes('network', 'device', `the connection breaks: ${by}`, true),
  attempt_abandoned: ({ attempt }) => stays('device', `the device gives attempt ${attempt} up`, true),
  client_gone: () => stays('edge', 'the edge learns that the client has hung up', true),
  request_stuck: () => stays('edge', 'the edge neither answers nor waits for anything', true),
  fault_injected: ({ fault }) => stays(placeOf(fault), fault, true),
  device_logged: ({ event }) => stays('device', event),
  edge_logged: ({ event }) => stays('edge', event),
  device_crashed: () => stays('device', 'the device loses power', true),
  device_started: () => stays('device', 'the device boots'),
  edge_crashed: ({ instance, orderly }) =>
    stays('edge', `${edgeOf(instance)} ${orderly === true ? 'has stopped' : 'crashes'}`, true),
  edge_started: ({ instance, version }) =>
    stays('edge', `${edgeOf(instance)} boots${version === undefined ? '' : `, as the ${version} version`}`),
  window_opened: ({ faults }) => stays('network', `a window opens: ${faults.join(', ')}`, true),
  window_closed: ({ faults }) => stays('network', `a window closes: ${faults.join(', ')}`),
  phase_started: ({ phase }) => stays('network', `${phase} begins`),
};

function edgeOf(instance: number | undefined): string {
  return instance === undefined ? 'the edge' : `instance ${instance} of the edge`;
}

export function movementOf(event: TraceEvent): Movement {
  return lookUp(MOVEMENTS, event) ?? stays('network', event.kind);
}

function placeOf(fault: string): Place {
  if (fault.startsWith('device.')) return 'device';
  return fault.startsWith('edge.') ? 'edge' : 'network';
}
