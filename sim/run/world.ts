import { parseRetryAfterMs } from '../../protocol/index.ts';
import {
  allowedPlaces,
  catchStrayErrors,
  EdgeInstances,
  fakeGlobals,
  forgetModuleLoads,
  letWorkEnd,
  WireBook,
} from '../host/index.ts';
import type { DeviceHost, FakedGlobals, QuiescenceOptions, WorldServices } from '../host/index.ts';
import { epochMsFromUs, usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { Fabric } from '../net/index.ts';
import type { AnswerRule } from '../ledger/index.ts';
import { KeyedRandom } from '../random/index.ts';
import type { DeviceSettings, Scenario } from '../scenario/scenario.ts';
import type { AttemptKey, Phase } from '../trace/index.ts';
import { TRANSPORTS } from '../transport/index.ts';
import { answersIn } from './answers-in.ts';
import type { RunAnswers } from './answers-in.ts';
import { EdgesInForce } from './edges-in-force.ts';
import type { EdgeInForce, EdgeTold } from './edges-in-force.ts';
import { EndAtRest } from './end-at-rest.ts';
import type { Fleet } from './fleet.ts';
import { fleetHosts, hostAt } from './fleet-hosts.ts';
import { HitInstances } from './hit-instances.ts';
import { Looks } from './looks.ts';
import { MachineFaults } from './machine-faults.ts';
import { PartsInForce } from './parts-in-force.ts';
import { firstNumbers } from './number-limits.ts';
import type { MessagesRead } from './result.ts';
import { samplesLeftOut, scheduleReadings } from './sampling.ts';
import { healedSettings, settingsInForce } from './settings-in-force.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import { scheduleGate } from './schedule-gate.ts';
import type { ScheduleGate } from './schedule-gate.ts';
import { Timeline } from './timeline.ts';
import { edgeOf, foreignIn } from './versions.ts';
import { WorldFailures } from './world-failures.ts';
import type { WorldStop } from './world-failures.ts';
import { worldKernel } from './world-kernel.ts';
import type { WorldOptions } from './world-options.ts';

/** Real time that an edge which runs elsewhere has for its last answers. */
const LAST_ANSWERS_MS = 2_000;

/**
 * One world: a fleet, a network, an edge and a timeline, driven by one kernel. It tells all that happens to the
 * recorder and judges nothing.
 *
 * Over 300 lines, because it is where all of its parts are put together.
 */
export class World {
  readonly #options: WorldOptions;
  readonly #services: WorldServices;
  readonly #kernel: Kernel;
  readonly #random: KeyedRandom;
  readonly #gate: ScheduleGate | null;
  readonly #fabric: Fabric;
  readonly #book: WireBook;
  readonly #edge: EdgeInstances<EdgeTold>;
  readonly #devices: readonly DeviceHost<DeviceSettings>[];
  readonly #globals: FakedGlobals | null;
  readonly #answers: RunAnswers;
  readonly #stopListening: () => void;
  readonly #parts: PartsInForce;
  readonly #edges: EdgesInForce;
  readonly #machines: MachineFaults;
  readonly #timeline: Timeline;
  readonly #endAtRest: EndAtRest;
  readonly #looks: Looks;
  readonly #failures = new WorldFailures();
  #phase: Phase = 'faults';

  constructor(options: WorldOptions) {
    const { scenario, seed, subject, transport, pace, wire } = options;
    this.#options = options;
    this.#parts = new PartsInForce(options.fleet);
    const foreign = foreignIn(subject);
    const foreignCode = pace === null && (foreign.edge || foreign.device);
    // A policy is asked for its answers alone, and what it asks for them must be of the world as well.
    const usesGlobals = foreignCode || (pace === null && foreign.policy);
    this.#globals = usesGlobals ? fakeGlobals(scenario.zone) : null;
    // With the globals it is done.
    if (this.#globals === null) forgetModuleLoads();
    this.#random = new KeyedRandom(seed);
    this.#gate = scheduleGate({
      schedule: options.schedule,
      seed,
      random: this.#random,
      inForce: (device) => this.#parts.of(device).settings,
      firstNumber: firstNumbers(scenario),
      onAct: options.onAct,
    });
    const quiescence: QuiescenceOptions = {
      openWork: () => this.#openWork(),
      timersPending: () =>
        this.#edge.timersPending ||
        (this.#globals?.pending() ?? 0) > 0 ||
        this.#devices.some((device) => device.openWork > 0 && device.timersPending),
      foreignCode,
      giveUp: () => this.#edge.giveUpProbe(),
      describe: () => this.#describeOpen(),
      crashed: () => this.#failures.hasCrashed,
    };
    this.#kernel = worldKernel({
      limits: scenario.limits,
      globals: this.#globals,
      random: this.#random,
      quiescence,
      pace,
      wallMs: options.wallMs,
      shuffleTies: options.shuffleTies,
    });
    this.#services = this.#serve();
    this.#stopListening = usesGlobals
      ? catchStrayErrors((error) =>
          this.#services.crashed('code under test threw where nothing could catch it', error),
        )
      : () => {};
    this.#book = new WireBook({ wire, now: () => this.#kernel.nowUs, record: options.record });
    this.#answers = answersIn(this.#book, scenario.device.acknowledge, foreign.device);
    // A disk that can be rough is dearer.
    const roughDisk =
      scenario.edge.disk !== null || scenario.timeline.some((window) => (window.edge.disk ?? null) !== null);
    const hit = new HitInstances(scenario, this.#random);
    this.#edges = new EdgesInForce(scenario, hit);
    this.#edge = new EdgeInstances(
      {
        world: this.#services,
        factory: edgeOf(subject, 'current').factory,
        next: edgeOf(subject, 'next').factory,
        transport: TRANSPORTS[transport],
        interleaves: pace === null && foreign.edge && options.interleave,
        foreign: foreign.edge,
        dates: foreign.device,
        echoes: () => this.#answers.areLookedInto,
        roughDisk,
        path: wire.path,
        ...(foreignCode && { wire: this.#book }),
      },
      this.#edges.all.map(({ told }) => told),
    );
    this.#fabric = this.#network({ datesCount: foreign.device });
    this.#devices = fleetHosts({
      world: this.#services,
      fleet: options.fleet,
      settings: scenario.fleet,
      there: options.schedule?.devices ?? null,
      subject,
      parts: this.#parts,
      fabric: this.#fabric,
      book: this.#book,
      // What a device says of its message is taken for its body: of ours that is known to be true.
      fastLane: transport === 'direct' && !foreign.device,
      path: wire.path,
    });
    const machines = { parts: this.#parts, edge: this.#edge, devices: this.#devices };
    this.#machines = new MachineFaults({ random: this.#random, edges: this.#edges, ...machines });
    this.#timeline = new Timeline({
      kernel: this.#kernel,
      record: options.record,
      hit,
      ...machines,
      changed: (open) => this.#apply((part) => settingsInForce(part, open), this.#edges.open(open)),
    });
    this.#looks = new Looks(this.#edge, this.#devices);
    this.#endAtRest = new EndAtRest({
      kernel: this.#kernel,
      isDrained: () => this.#isDrained(),
      isEdgeWaiting: () => this.#edge.isWaiting,
      isEdgeBehind: () => this.#isEdgeBehind(),
    });
  }

  #serve(): WorldServices {
    return {
      kernel: this.#kernel,
      random: this.#random,
      gate: this.#gate,
      record: this.#options.record,
      recordBefore: this.#options.recordBefore,
      queued: this.#options.queued,
      crashed: (where, error) => {
        this.#failures.crashed(where, error);
        this.#kernel.end();
      },
      allowedNet: allowedPlaces(this.#options.subject.allowNet ?? []),
      unsupported: (host, what, remedy) => this.#failures.unsupported(host, what, remedy),
    };
  }

  /** `datesCount`: devices may go by the dates of answers. */
  #network({ datesCount }: { readonly datesCount: boolean }): Fabric {
    return new Fabric({
      kernel: this.#kernel,
      random: this.#random,
      record: this.#options.record,
      edge: {
        isUp: () => this.#edge.isUp(),
        deliver: (delivery, request) => {
          const atEdge = this.#edge.deliver(delivery, request, delivery);
          this.#guardOpenExchanges();
          return atEdge;
        },
      },
      network: (deviceIndex) => this.#parts.at(deviceIndex).network,
      groupOf: (deviceIndex) => this.#options.fleet.at(deviceIndex).name,
      ...(freezesDevices(this.#options.fleet) && {
        holds: (deviceIndex: number, key: AttemptKey, arrive: () => void) =>
          hostAt(this.#devices, deviceIndex)?.holds(key, arrive) === true,
      }),
      landed: () => this.endIfDrained(),
      gate: this.#gate,
      retryAfterMs: (header, deviceIndex) =>
        parseRetryAfterMs(
          header,
          epochMsFromUs(this.#kernel.nowUs) + (hostAt(this.#devices, deviceIndex)?.clockAheadMs ?? 0),
        ),
      ...(datesCount && {
        byDateMs: (header: string, date: string) => parseRetryAfterMs(header, Date.parse(date)),
      }),
    });
  }

  get transportName(): string {
    return this.#edge.transportName;
  }

  /** What answers mean here; with a foreign device that may show only with its first message. */
  get answers(): AnswerRule {
    return this.#answers;
  }

  /** In which form the messages of a foreign device are, as far as any was met. */
  get messages(): MessagesRead {
    const { dialect, unplaced, oneName } = this.#book;
    return { form: dialect?.name ?? null, told: this.#options.wire.dialect !== null, unplaced, oneName };
  }

  /** What the edge told of its store. */
  get lists(): EdgeInstances<EdgeTold>['lists'] {
    return this.#edge.lists;
  }

  get kernel(): Kernel {
    return this.#kernel;
  }

  /** What edge and devices let others see of them; known once they have booted. */
  get observable(): EdgeInstances<EdgeTold>['observable'] & {
    readonly pending: boolean;
    readonly outbox: boolean;
  } {
    const devices = this.#devices.map((device) => device.observable);
    const all = (what: 'pending' | 'outbox'): boolean =>
      devices.length > 0 && devices.every((device) => device[what]);
    return { ...this.#edge.observable, pending: all('pending'), outbox: all('outbox') };
  }

  /** Boots edge and fleet. Call before `run`. */
  async boot(): Promise<WorldStop | null> {
    this.#enter('faults');
    this.#machines.begin();
    this.#timeline.begin(this.#options.scenario.timeline);
    this.#edge.boot();
    for (const device of this.#devices) device.boot();
    const stuck = await this.#kernel.settle();
    if (!this.#failures.hasCrashed && stuck === null) return null;
    return this.#failures.instead({ kind: 'stalled', why: stuck ?? '' });
  }

  /** Faults, heal, drain, and the last look at everything. */
  async run(): Promise<WorldStop> {
    this.#schedule();
    let stop: WorldStop = await this.#kernel.run();
    if (!this.#failures.hasCrashed && stop.kind !== 'stalled') {
      this.#edge.probe(true);
      if (this.#options.pace !== null) await letWorkEnd(() => this.#openWork(), LAST_ANSWERS_MS);
      const stuck = await this.#kernel.settle();
      if (stuck !== null) stop = { kind: 'stalled', why: stuck };
      this.#edge.finish();
      this.#looks.last();
      await Promise.all(this.#devices.map(async (device) => device.stop()));
    } else {
      // Cut short, and not at the fault of what it has stored so far.
      this.#edge.finish();
    }
    if (stop.kind === 'stalled' && !this.#failures.hasCrashed) this.#edge.tellStuck();
    return this.#failures.instead(stop);
  }

  /** Puts the globals back and closes what is open. */
  async close(): Promise<void> {
    try {
      await this.#edge.close();
    } finally {
      this.#edge.release();
      this.#globals?.restore();
      this.#stopListening();
    }
  }

  /** Called after each event of the drain phase: once all is resolved and nothing is on the way, the world may end. */
  endIfDrained(): void {
    this.#endAtRest.look();
  }

  #isDrained(): boolean {
    if (this.#phase !== 'drain' || this.#fabric.onTheWay > 0 || !this.#options.allResolved()) return false;
    return this.#devices.every(({ samplesHeld }) => samplesHeld === 0);
  }

  /** Of an edge that lists what it has stored: something is done that it does not list, as who takes first and stores later. */
  #isEdgeBehind(): boolean {
    if (this.#edge.observable.stored !== 'listed') return false;
    const awaited = new Set<string>();
    for (const { device, reading } of this.#options.doneAndNotStored()) awaited.add(`${device} ${reading}`);
    for (const { device, reading } of this.#edge.listed()) awaited.delete(`${device} ${reading}`);
    return awaited.size > 0;
  }

  #openWork(): number {
    return this.#devices.reduce((sum, device) => sum + device.openWork, this.#edge.openWork);
  }

  /** Names what does not get on. An edge that has nothing open waits for nothing: then it is a device that never starts. */
  #describeOpen(): string {
    const starting = this.#edge.openWork > 0 ? undefined : this.#devices.find(({ openWork }) => openWork > 0);
    return starting === undefined ? this.#edge.describeOpen() : `the start of ${starting.id}`;
  }

  #guardOpenExchanges(): void {
    const { openExchanges } = this.#options.scenario.limits;
    if (this.#edge.openExchanges > openExchanges) this.#kernel.stopAtLimit('open exchanges', openExchanges);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#options.record({ at: this.#kernel.nowUs, kind: 'phase_started', phase });
  }

  #schedule(): void {
    const { scenario, untilMs } = this.#options;
    const kernel = this.#kernel;
    const { durationMs, drain } = scenario;
    // Windows first: at an instant at which a reading is due too, it meets the new settings.
    scenario.timeline.forEach((window, index) => this.#timeline.schedule(window, index));
    kernel.worldAt(usFromMs(durationMs), () => this.#heal());
    kernel.worldAt(usFromMs(durationMs + drain.withinMs), () => kernel.end());
    if (untilMs !== null) kernel.worldAt(usFromMs(untilMs), () => kernel.end());
    for (const device of this.#devices) {
      const part = this.#options.fleet.at(device.index).scenario;
      const leavesOut = samplesLeftOut(this.#options.schedule, device.id);
      scheduleReadings(device, part, { kernel, random: this.#random, leavesOut });
    }
    this.#looks.schedule(kernel, durationMs);
  }

  /** `told`: the instances of the edge that are told something else from now on. */
  #apply(settingsOf: (scenario: Scenario) => SettingsInForce, told: readonly EdgeInForce[]): void {
    const changed = this.#parts.set(settingsOf);
    this.#machines.change(changed);
    for (const { instance, told: settings } of told) this.#edge.all[instance - 1]?.configure(settings);
    if (!changed((part) => part.told)) return;
    for (const device of this.#devices) device.configure(this.#parts.toldTo(device.index));
  }

  #heal(): void {
    this.#enter('heal');
    this.#apply(healedSettings, this.#edges.heal());
    this.#enter('drain');
    this.endIfDrained();
  }
}

/** What comes to devices that never stand still is not asked whether it has to wait. */
function freezesDevices({ parts }: Fleet): boolean {
  return parts.some(
    ({ scenario: { device, timeline } }) =>
      device.freeze !== null || timeline.some((window) => (window.device.freeze ?? null) !== null),
  );
}
