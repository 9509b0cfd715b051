import { attemptsOf } from '../trace/attempts.ts';
import { ENDINGS } from '../trace/ending.ts';
import { FreeLanes } from '../trace/free-lane.ts';
import type { RunFound } from '../trace/run-found.ts';
import { visitsOf } from '../trace/visits.ts';
import type { Report, Reporter } from './report.ts';

type Args = Readonly<Record<string, unknown>>;

/** One entry of the Trace Event Format. `ts` and `dur` are microseconds. */
interface Entry {
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f';
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly s?: 'g' | 't';
  readonly args?: Args;
}

/** A slice of a track, and a number for each lane of it. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly args: Args;
}

/**
 * Chrome's trace event format as JSON ("Trace Event Format", Google), which Perfetto opens: a process for each device and for
 * the edge, a thread for each lane of what overlaps there, a slice for each attempt and for each request at the edge, and a
 * flow from the one to the other. Several runs stand one after the other in their processes.
 */
export const perfettoReporter: Reporter = ({ found }: Report) => {
  const runs = found.kind === 'runs' ? found.runs : [];
  const entries: Entry[] = [];
  for (const run of runs) entries.push(...entriesOf(run, entries.length));
  return JSON.stringify({
    otherData: { petrel: runs.map(aboutRun) },
    traceEvents: entries,
  });
};

/** Which run it is, and what is left out of it. */
function aboutRun({ result, witnessed }: RunFound): Args {
  const trace = witnessed?.trace;
  return {
    scenario: result.scenario.name,
    seed: result.seed,
    fingerprint: result.fingerprint,
    devices: trace?.devices.length ?? 0,
    devicesLeftOut: (trace?.devicesSeen ?? 0) - (trace?.devices.length ?? 0),
  };
}

/** @param base numbers up to it are taken, for processes and for flows */
function entriesOf({ result, witnessed }: RunFound, base: number): readonly Entry[] {
  const events = witnessed?.trace.events ?? [];
  const endAt = witnessed?.series.endAt ?? 0;
  const prefix = `${result.scenario.name}, seed ${result.seed}: `;
  const scenario = new Process(base + 1, `${prefix}scenario`);
  const edge = new Process(base + 2, `${prefix}edge`);
  const devices = new Map(
    (witnessed?.trace.devices ?? []).map((name, index) => [
      name,
      new Process(base + 3 + index, prefix + name),
    ]),
  );
  for (const { atMs, forMs } of result.scenario.timeline.toSorted((a, b) => a.atMs - b.atMs))
    scenario.slice({ from: atMs * 1000, to: (atMs + forMs) * 1000, name: 'window of faults', args: {} });
  for (const { phase, atMs } of result.phases) scenario.instant(atMs * 1000, phase);
  const sent = new Map<string, { readonly from: number; readonly flow: Flow }>();
  for (const [index, attempt] of attemptsOf(events).entries()) {
    const { device, reading, attempt: number, sentAt, endedAt, ending, faults } = attempt;
    const name = `reading ${reading ?? '?'}, attempt ${number}`;
    const args = { device, reading, attempt: number, ending: ENDINGS[ending].says, faults };
    const slice = devices.get(device)?.slice({ from: sentAt, to: endedAt ?? endAt, name, args });
    if (slice !== undefined)
      sent.set(JSON.stringify([device, reading, number]), {
        from: sentAt,
        flow: { ...slice, id: base + index + 1 },
      });
  }
  const flows: Entry[] = [];
  for (const { device, reading, attempt, copy, from, to, status } of visitsOf(events)) {
    const name = copy === 0 ? `${device} #${reading ?? '?'}` : `${device} #${reading ?? '?'}, copy ${copy}`;
    const args = { device, reading, attempt, copy, status };
    const slice = edge.slice({ from, to: to ?? endAt, name, args });
    const begun = sent.get(JSON.stringify([device, reading, attempt]));
    if (begun !== undefined) flows.push(...flowOf(begun, { ...slice, ts: from }));
  }
  return [scenario, edge, ...devices.values()].flatMap(({ entries }) => entries).concat(once(flows));
}

interface Track {
  readonly pid: number;
  readonly tid: number;
}

interface Flow extends Track {
  readonly id: number;
}

/** It leaves where the attempt begins, and arrives in the slice that encloses its end. */
function flowOf(
  { from, flow: { pid, tid, id } }: { readonly from: number; readonly flow: Flow },
  to: Track & { readonly ts: number },
): readonly Entry[] {
  const both = { name: 'request', cat: 'request', id };
  return [
    { ph: 's', pid, tid, ts: from, ...both },
    { ph: 'f', bp: 'e', ...to, ...both },
  ];
}

/** Copies of one request arrive again: the flow began once. */
function once(flows: readonly Entry[]): readonly Entry[] {
  const begun = new Set<number>();
  return flows.filter(({ ph, id = 0 }) => {
    if (ph !== 's') return true;
    const isFirst = !begun.has(id);
    begun.add(id);
    return isFirst;
  });
}

/**
 * Numbers of processes come behind those that lanes can have. Perfetto takes the thread of the number of its process for the main
 * one, which stands first and bears the name of the process; an entry of thread 0 is of that thread.
 */
const PROCESSES_FROM = 1_000_000;

class Process {
  readonly entries: Entry[] = [];
  readonly #pid: number;
  readonly #lanes = new FreeLanes();

  constructor(number: number, name: string) {
    const pid = PROCESSES_FROM + number;
    this.#pid = pid;
    this.entries.push({ ph: 'M', pid, tid: 0, name: 'process_name', args: { name } });
    this.entries.push({ ph: 'M', pid, tid: 0, name: 'process_sort_index', args: { sort_index: number } });
  }

  /** In a lane in which nothing overlaps it; 0 is the number of the process itself. */
  slice({ from, to, name, args }: Span): Track {
    const before = this.#lanes.count;
    // What takes no time keeps its lane for that instant.
    const tid = 1 + this.#lanes.take(from, Math.max(to, from + 1));
    const track = { pid: this.#pid, tid };
    if (this.#lanes.count > before)
      this.entries.push({ ph: 'M', ...track, name: 'thread_name', args: { name: `lane ${tid}` } });
    this.entries.push({ ph: 'X', ...track, name, ts: from, dur: to - from, args });
    return track;
  }

  instant(ts: number, name: string): void {
    this.entries.push({ ph: 'i', pid: this.#pid, tid: 0, name, ts, s: 'g' });
  }
}
