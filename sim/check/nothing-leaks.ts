import { FILES_MAX, FILES_PER_READING, OPEN_FILES_MAX, OWN_TIMERS_MAX } from '../host/index.ts';
import { isDone } from '../ledger/index.ts';
import type { LedgerView } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import { AmissWatch } from './amiss-watch.ts';
import type { Invariant, Violation } from './invariant.ts';
import { ViolationLog } from './violation-log.ts';
import { counted, instant } from './words.ts';

/** Of a reading that has no end: one for its attempt, one for its retry. */
const TIMERS_PER_READING = 2;

/** Files of readings that are over, for each of these: where there are fewer, something takes them away. */
const FILES_LEFT_RATIO = 0.9;

type Look = EventOf<'holdings_read'>;
type Leak = Pick<Violation, 'kind' | 'message'>;

/** A wait that has raced against an answer and is left to run out: as long as a client that hedges has patience. */
const RUNS_OUT_US = 5_000_000;

/** How many readings a device has, and how many of them need nothing more of it. */
class Work {
  born = 0;
  #over = 0;
  /** How many attempts were over in this stretch of time, and in the one before it. */
  #stretch = 0;
  #now = 0;
  #before = 0;

  get open(): number {
    return Math.max(0, this.born - this.#over);
  }

  get over(): number {
    return this.#over;
  }

  isOver(at: number): void {
    this.#over += 1;
    this.attemptIsOver(at);
  }

  attemptIsOver(at: number): void {
    this.#goTo(at);
    this.#now += 1;
  }

  /** Attempts that are over for no longer than a wait takes to run out, and some for up to twice that. */
  lately(at: number): number {
    this.#goTo(at);
    return this.#now + this.#before;
  }

  #goTo(at: number): void {
    const stretch = Math.floor(at / RUNS_OUT_US);
    if (stretch === this.#stretch) return;
    this.#before = stretch === this.#stretch + 1 ? this.#now : 0;
    this.#now = 0;
    this.#stretch = stretch;
  }
}

/** What each device has to do, so far. */
class Fleet {
  readonly #work = new Map<string, Work>();

  constructor(ledger: Pick<LedgerView, 'onEnded'>) {
    // A reading that was parked may be sent again, so it goes on to count.
    ledger.onEnded(({ device, word, answer }, at) => {
      const end = word ?? answer;
      if (isDone(end) || end === 'rejected' || end === 'dropped' || end === 'overflowed' || end === 'damaged')
        this.of(device).isOver(at);
    });
  }

  of(device: string): Work {
    let work = this.#work.get(device);
    if (work === undefined) {
      work = new Work();
      this.#work.set(device, work);
    }
    return work;
  }

  has(device: string): boolean {
    return this.#work.has(device);
  }

  get size(): number {
    return this.#work.size;
  }
}

/** One timer for each device is lawful, in whose requests it may have been set; and a wait for each reading until it is forgotten. */
function leakOfEdge({ outlived, expiries, repeating }: Look, fleet: Fleet, readings: number): Leak | null {
  const most = mostOfEdge(fleet);
  if (outlived > most) {
    const message = `${outlived} timers of requests that are over, beside one for each reading; ${most} at most can be meant`;
    return { kind: 'timers-outlive-requests', message };
  }
  if (repeating > most) {
    const message = `${repeating} timers that repeat; ${most} at most can be meant`;
    return { kind: 'repeating-timers', message };
  }
  if (expiries <= readings + most) return null;
  const message = `${expiries} timers that wait a minute or more, for ${counted(readings, 'reading', 'readings')}`;
  return { kind: 'timers-outlive-requests', message };
}

/** Of what an edge may have for each device and for itself. */
function mostOfEdge(fleet: Fleet): number {
  return fleet.size + OWN_TIMERS_MAX;
}

/** Of what a device may have for each reading, each request and itself. */
function mostOfDevice({ at, requests }: Look, work: Work): number {
  return TIMERS_PER_READING * work.open + work.lately(at) + requests + OWN_TIMERS_MAX;
}

/** Files that are left of readings which need them no more, one for each. */
function leftFiles({ files = 0 }: Look, { open, over }: Work): Leak | null {
  const left = files - FILES_PER_READING * open;
  if (left <= FILES_MAX || left < FILES_LEFT_RATIO * over) return null;
  const message = `${counted(files, 'file', 'files')} on its disk, for ${counted(open, 'reading', 'readings')} without an end: of ${over} that are over one is left for each`;
  return { kind: 'files-outlive-readings', message };
}

/** Files that are open beyond those that it may have for itself and for each device. */
function openFilesOf({ openFiles = 0 }: Look, devices: number): Leak | null {
  const most = OPEN_FILES_MAX + devices;
  if (openFiles <= most) return null;
  return { kind: 'open-files', message: `${openFiles} files open; ${most} at most can be meant` };
}

function leakOfDevice(look: Look, work: Work): Leak | null {
  const { timers, requests } = look;
  const { open } = work;
  const most = mostOfDevice(look, work);
  if (timers <= most) return null;
  const message = `${timers} timers, for ${counted(open, 'reading', 'readings')} without an end and ${counted(requests, 'request', 'requests')}; ${most} at most can be meant`;
  return { kind: 'timers-outlive-readings', message };
}

/** What hosts have taken and do not give back: the longer they run, the more of it. */
export const nothingLeaks: Invariant = {
  says: 'no host keeps timers, listeners, files or places of work that is over',
  doc: "Looked at twenty times during the faults, and in the end. Lawful are eight timers of a program's own and one for each device, two for each reading that has no end, one for each attempt that ended some five seconds ago or less (a wait that raced against its answer), one for each reading that an edge has taken (until its key is forgotten), and the timer of an `AbortSignal.timeout`. More than ten listeners of one kind on one emitter, in the end, are too many; where Node was told not to warn (`setMaxListeners`), as many as requests have added, beyond those that timers may be meant for. More than eight connections that a device has open beyond the most requests that it had under way at once are none that a pool keeps: nobody will use them again. A device may have a thousand files on its disk, and two for each reading that has no end; more are too many where there are nine or more for each ten readings that are over. More than 64 files open by Node's own functions, and one for each device, are more than logs and tables need. A device that says what waits, parked readings aside, and has neither a request under way nor a timer set, will never send it: a place in flight was not given back. An edge that had taken requests and then has one that it neither ends nor has anything to wait for did not give a place back, where some had ended amiss before, with their client gone, refused or cut off; or it waits for a lock that it holds itself: the run ends there.",
  keptBy: 'both',
  create({ ledger }) {
    const log = new ViolationLog();
    const fleet = new Fleet(ledger);
    const told = new Set<string>();
    /** Devices that hold something in the end. */
    const busy = new Set<string>();
    const amiss = new AmissWatch();
    let readings = 0;
    let looks = 0;
    /** Once for each boot of a host: from then on it only gets worse. */
    const add = ({ at, host, boot }: Pick<Look, 'at' | 'host' | 'boot'>, leak: Leak): void => {
      const key = JSON.stringify([host, boot, leak.kind]);
      if (told.has(key)) return;
      told.add(key);
      const device = fleet.has(host) ? host : null;
      const message = `the ${device === null ? 'edge' : 'device'} held at ${instant(at)} ${leak.message}`;
      log.add({ at, device, reading: null, kind: leak.kind, message });
    };
    return {
      on: {
        reading_recorded({ device }) {
          fleet.of(device).born += 1;
          readings += 1;
        },
        attempt_sent({ at, device, attempt }) {
          if (attempt > 0) fleet.of(device).attemptIsOver(at);
        },
        edge_started({ instance }) {
          // What one of several held, the others may still hold.
          if (instance === undefined) amiss.restarted();
        },
        client_gone: ({ at, device, reading }) =>
          amiss.ended({ at, device, reading, how: 'its client hung up' }),
        attempt_reset({ at, device, reading, by }) {
          if (by === 'edge_closed')
            amiss.ended({ at, device, reading, how: 'the edge closed the connection' });
        },
        request_answered({ at, device, reading, status, source }) {
          if (source !== 'edge') return;
          if (ledger.answers.words.isDone(status)) amiss.took();
          else amiss.ended({ at, device, reading, how: `answered ${status}` });
        },
        request_stuck({ at, device, reading }) {
          const stuck = amiss.stuck();
          if (stuck === null) return;
          const { kind, message } = stuck;
          log.add({ at, device, reading, kind, message: `the edge has ${message}` });
        },
        holdings_read(look) {
          looks += 1;
          if (look.final && (look.timers > 0 || look.requests > 0)) busy.add(look.host);
          // Each instance of an edge is a host by itself.
          const work = fleet.has(look.host) ? fleet.of(look.host) : null;
          const leak = work === null ? leakOfEdge(look, fleet, readings) : leakOfDevice(look, work);
          if (leak !== null) add(look, leak);
          const files = work === null ? null : leftFiles(look, work);
          if (files !== null) add(look, files);
          const open = openFilesOf(look, work === null ? fleet.size : 1);
          if (open !== null) add(look, open);
          if (look.connections > OWN_TIMERS_MAX) {
            const message = `${look.connections} open connections more than it has had requests under way at once`;
            add(look, { kind: 'connections', message });
          }
          if (!look.final) return;
          const most = work === null ? mostOfEdge(fleet) : mostOfDevice(look, work);
          const { listeners, unwarned } = look;
          if (listeners > 0 || unwarned > most) {
            const message = `${Math.max(listeners, unwarned)} listeners of one kind on one emitter`;
            add(look, { kind: 'listeners', message });
          }
        },
        device_stopped({ at, device, pending }) {
          looks += 1;
          if (pending === null || busy.has(device) || !ledger.hasOpenReadings(device)) return;
          // What is parked needs no timer: it waits for the next acknowledgement.
          const left = pending.filter((reading) => (ledger.find(device, reading)?.parkedAt ?? null) === null);
          if (left.length === 0) return;
          const waiting = counted(left.length, 'waiting reading', 'waiting readings');
          const message = `${waiting}, with no request under way and no timer set: nothing will send them`;
          add({ at, host: device, boot: ledger.bootOf(device) }, { kind: 'place-not-given-back', message });
        },
      },
      conclude: () => log.verdict(looks),
    };
  },
};
