import { parseRetryAfterMs } from '../../protocol/index.ts';
import {
  allowedPlaces,
  breathe,
  catchStrayErrors,
  DeviceHost,
  EdgeHost,
  fakeGlobals,
  letWorkEnd,
  policiesByProcess,
  settle,
  WireBook,
} from '../host/index.ts';
import type { FakedGlobals, QuiescenceOptions, Wire, WorldServices } from '../host/index.ts';
import { epochMsFromUs, Kernel, usFromMs } from '../kernel/index.ts';
import type { KernelStop, Pace, TieRank } from '../kernel/index.ts';
import { includesDevice } from '../../settings/index.ts';
import type { PlaceInFleet } from '../../settings/index.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import { clockErrorOf, networkInForce } from '../faults/index.ts';
import { Fabric } from '../net/index.ts';
import type { AnswerRule } from '../ledger/index.ts';
import type { NetworkInForce } from '../net/index.ts';
import { KeyedRandom, OwnerStreams } from '../random/index.ts';
import type { EdgeSettings, Scenario, Window } from '../scenario/scenario.ts';
import type { Phase, TraceEvent } from '../trace/index.ts';
import { TRANSPORTS } from '../transport/index.ts';
import type { TransportName } from '../transport/index.ts';
import { Arrivals } from './arrivals.ts';
import { deviceId } from './device-id.ts';
import type { Fleet } from './fleet.ts';
import { isTwin } from './hostile-sensor.ts';
import { firstNumberOf } from './number-limits.ts';
import type { MessagesRead } from './result.ts';
import { sensorOf } from './sensors.ts';
import { healedSettings, sameSettings, settingsInForce, toldOf } from './settings-in-force.ts';
import type { SettingsInForce, SettingsTold } from './settings-in-force.ts';
import type { Schedule } from './schedule.ts';
import { ScheduleGate } from './schedule-gate.ts';
import type { ActListener } from './schedule-gate.ts';
import type { Subject } from './subject.ts';
import { UnsupportedUses } from './unsupported-uses.ts';
import { faultsOf } from './window-faults.ts';

/** Looks at the metrics and outboxes, spread over the faults phase. */
const PROBES = 20;
const PROBE_EVERY_MS_MIN = 1_000;

/** How long the world goes on for an edge that waits for its own work when all is resolved, and how often that is looked at. */
const REST_MS_MAX = 1_000;
const REST_LOOK_EVERY_MS = 1;

/** Real time that an edge which runs elsewhere has for its last answers. */
const LAST_ANSWERS_MS = 2_000;

export interface WorldOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  /** How messages are read. */
  readonly wire: Wire;
  readonly subject: Subject;
  readonly fleet: Fleet;
  readonly transport: TransportName;
  readonly record: (event: TraceEvent) => void;
  /** Whether a foreign edge meets other requests while it waits for files, threads or its next turn. */
  readonly interleave: boolean;
  /** Whether what several hosts do at one instant comes in an order that is drawn. */
  readonly shuffleTies: boolean;
  readonly recordBefore: WorldServices['recordBefore'];
  readonly queued: WorldServices['queued'];
  readonly wallMs: () => number;
  /** What may act, of all that is drawn; null: everything, as it is drawn. */
  readonly schedule: Schedule | null;
  readonly onAct: ActListener | null;
  /** Keeps the world at the pace of an edge that runs elsewhere, in real time; null: time jumps. */
  readonly pace: Pace | null;
  /** Stops the world here; null: at its own end. */
  readonly untilMs: number | null;
  /** Whether every reading that was born has come to an end. */
  readonly allResolved: () => boolean;
}

/** What one part of the fleet goes by at one instant. */
interface PartInForce {
  readonly settings: SettingsInForce;
  readonly told: SettingsTold;
  readonly network: NetworkInForce;
}

/** How a world ended: as the kernel says, because the subject's own code failed, or tried what is not simulated. */
export type WorldStop =
  | KernelStop
  | { readonly kind: 'crashed'; readonly where: string; readonly error: unknown }
  | { readonly kind: 'unsupported'; readonly why: string };

/**
 * One world: a fleet, a network, an edge and a timeline, driven by one kernel. It tells all that happens to the
 * recorder and judges nothing.
 */
export class World {
  readonly #options: WorldOptions;
  readonly #services: WorldServices;
  readonly #kernel: Kernel;
  readonly #random: KeyedRandom;
  readonly #fabric: Fabric;
  readonly #book: WireBook;
  readonly #edge: EdgeHost<EdgeSettings>;
  readonly #devices: readonly DeviceHost<SettingsTold['device']>[];
  readonly #globals: FakedGlobals | null;
  readonly #answers: AnswerRule;
  readonly #stopListening: () => void;
  readonly #openWindows: Window[] = [];
  /** Of each part of the fleet; what an edge goes by is the same in all of them. */
  #parts: readonly PartInForce[];
  readonly #unsupported = new UnsupportedUses();
  #failure: { readonly where: string; readonly error: unknown } | null = null;
  #phase: Phase = 'faults';
  #endsByUs: number | null = null;
  #looksAgain = false;

  constructor(options: WorldOptions) {
    const { scenario, seed, subject, transport, pace, wire } = options;
    this.#options = options;
    this.#parts = this.#withAll((part) => settingsInForce(part, []));
    const foreignCode = pace === null && (subject.edge.foreign || subject.device.foreign);
    this.#globals = foreignCode ? fakeGlobals(scenario.zone) : null;
    this.#random = new KeyedRandom(seed);
    const quiescence: QuiescenceOptions = {
      openWork: () => this.#openWork(),
      timersPending: () =>
        this.#edge.timersPending ||
        (this.#globals?.pending() ?? 0) > 0 ||
        this.#devices.some((device) => device.openWork > 0 && device.timersPending),
      foreignCode,
      giveUp: () => this.#edge.giveUpProbe(),
      describe: () => this.#edge.describeOpen(),
      crashed: () => this.#failure !== null,
    };
    this.#kernel = new Kernel({
      limits: {
        events: scenario.limits.events,
        virtualUs: usFromMs(scenario.limits.virtualMs),
        wallMs: scenario.limits.wallMs,
      },
      // What keeps pace takes as long as it takes.
      wallMs: pace === null ? options.wallMs : () => 0,
      outside: this.#globals,
      settle: () => (pace === null ? settle(quiescence) : letWorkEnd(quiescence.openWork, 0)),
      pace,
      breathe,
      tieRank: options.shuffleTies ? this.#tieRank() : null,
    });
    const gate = this.#gate();
    this.#services = {
      kernel: this.#kernel,
      random: this.#random,
      gate,
      record: options.record,
      recordBefore: options.recordBefore,
      queued: options.queued,
      crashed: (where, error) => {
        this.#failure ??= { where, error };
        this.#kernel.end();
      },
      allowedNet: allowedPlaces(subject.allowNet ?? []),
      unsupported: (host, what, remedy) => this.#unsupported.add(host, what, remedy),
    };
    this.#stopListening = foreignCode
      ? catchStrayErrors((error) =>
          this.#services.crashed('code under test threw where nothing could catch it', error),
        )
      : () => {};
    this.#book = new WireBook({ wire, now: () => this.#kernel.nowUs, record: options.record });
    this.#answers = answersIn(this.#book, scenario.device.acknowledge, subject.device.foreign);
    this.#edge = new EdgeHost({
      world: this.#services,
      factory: subject.edge.factory,
      transport: TRANSPORTS[transport],
      settings: this.#edgeInForce.told.edge,
      interleaves: pace === null && subject.edge.foreign && options.interleave,
      foreign: subject.edge.foreign,
      echoes: () => this.answers.acknowledge === 'echo',
      path: wire.path,
      ...(foreignCode && { wire: this.#book }),
    });
    this.#fabric = new Fabric({
      kernel: this.#kernel,
      random: this.#random,
      record: options.record,
      edge: {
        isUp: () => this.#edge.isUp(),
        deliver: (delivery, request) => {
          const atEdge = this.#edge.deliver(delivery, request, delivery);
          this.#guardOpenExchanges();
          return atEdge;
        },
      },
      network: (deviceIndex) => this.#at(deviceIndex).network,
      groupOf: (deviceIndex) => options.fleet.at(deviceIndex).name,
      landed: () => this.endIfDrained(),
      gate,
      retryAfterMs: (header, deviceIndex) =>
        parseRetryAfterMs(header, epochMsFromUs(this.#kernel.nowUs) + this.#clockAheadMs(deviceIndex)),
    });
    const { devices, perProcess, ids } = scenario.fleet;
    // A disk that can be rough is dearer.
    const roughDisk = options.fleet.parts.some(
      ({ scenario: { device, timeline } }) =>
        device.disk !== null || timeline.some((window) => (window.device.disk ?? null) !== null),
    );
    const policies = options.fleet.parts.map(({ policy }) => policiesByProcess(policy, perProcess));
    const policyOf = (index: number): RetryPolicy =>
      policies[options.fleet.at(index).index]?.(index) ?? subject.policy;
    const there = (id: string): boolean => options.schedule?.devices?.includes(id) ?? true;
    const fleet = Array.from({ length: devices }, (_, index) => ({ id: deviceId(ids, index), index }));
    this.#devices = fleet
      .filter(({ id }) => there(id))
      .map(
        ({ id, index }) =>
          new DeviceHost({
            world: this.#services,
            id,
            index,
            factory: subject.device.factory,
            policy: policyOf(index),
            fabric: this.#fabric,
            // What a device says of its message is taken for its body: of ours that is known to be true.
            fastLane: transport === 'direct' && !subject.device.foreign,
            settings: this.#toldTo(index),
            roughDisk,
            path: wire.path,
            ...(subject.device.foreign && { page: this.#book.page(id) }),
          }),
      );
  }

  /** Drawn by whose entry it is and when, or by its number where it is nobody's. */
  #tieRank(): TieRank {
    const ties = new OwnerStreams(this.#random, 'kernel');
    return (owner, atUs, inserted) =>
      owner === 0 ? ties.draw('tie', inserted) : ties.draw('tie/owner', owner, atUs);
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
    return { form: this.#book.dialect?.name ?? null, told: this.#options.wire.dialect !== null };
  }

  get kernel(): Kernel {
    return this.#kernel;
  }

  /** What edge and devices let others see of them; known once they have booted. */
  get observable(): EdgeHost<EdgeSettings>['observable'] & {
    readonly pending: boolean;
    readonly outbox: boolean;
  } {
    const [device] = this.#devices;
    return { ...this.#edge.observable, ...(device?.observable ?? { pending: false, outbox: false }) };
  }

  /** Boots edge and fleet. Call before `run`. */
  async boot(): Promise<WorldStop | null> {
    this.#enter('faults');
    this.#setEdgeMachine(null);
    if (this.#parts.some(({ settings }) => settings.device.clock !== null)) this.#setDeviceClocks();
    if (this.#parts.some(({ settings }) => settings.device.unsetClock !== null)) this.#unsetDeviceClocks();
    if (this.#parts.some(({ settings }) => settings.device.disk !== null)) this.#setDeviceDisks();
    this.#edge.boot();
    for (const device of this.#devices) device.boot();
    const stuck = await this.#kernel.settle();
    if (this.#failure === null && stuck === null) return null;
    return this.#ended({ kind: 'stalled', why: stuck ?? '' });
  }

  /** Faults, heal, drain, and the last look at everything. */
  async run(): Promise<WorldStop> {
    this.#schedule();
    let stop: WorldStop = await this.#kernel.run();
    if (this.#failure === null && stop.kind !== 'stalled') {
      this.#edge.probe(true);
      if (this.#options.pace !== null) await letWorkEnd(() => this.#openWork(), LAST_ANSWERS_MS);
      const stuck = await this.#kernel.settle();
      if (stuck !== null) stop = { kind: 'stalled', why: stuck };
      this.#edge.finish();
      this.#look(true);
      for (const device of this.#devices) await device.stop();
    }
    return this.#ended(stop);
  }

  /** What else went wrong may come of what is not simulated, so that is told before all. */
  #ended(stop: WorldStop): WorldStop {
    const why = this.#unsupported.inWords();
    if (why !== null) return { kind: 'unsupported', why };
    return this.#failure === null ? stop : { kind: 'crashed', ...this.#failure };
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
    if (this.#phase !== 'drain' || this.#fabric.onTheWay > 0 || !this.#options.allResolved()) return;
    if (this.#devices.every(({ samplesHeld }) => samplesHeld === 0)) this.#endAtRest();
  }

  /** What the edge still writes is waited for, but not for ever: it may never stop. */
  #endAtRest(): void {
    const { nowUs } = this.#kernel;
    this.#endsByUs ??= nowUs + usFromMs(REST_MS_MAX);
    if (!this.#edge.isWaiting || nowUs >= this.#endsByUs) {
      this.#kernel.end();
      return;
    }
    if (this.#looksAgain) return;
    this.#looksAgain = true;
    this.#kernel.after(usFromMs(REST_LOOK_EVERY_MS), () => {
      this.#looksAgain = false;
      this.endIfDrained();
    });
  }

  /** Null where nobody asks what acts, and all may: then nothing stands between faults and their chance. */
  #gate(): ScheduleGate | null {
    const { schedule, onAct, seed } = this.#options;
    if (schedule === null && onAct === null) return null;
    return new ScheduleGate({
      schedule,
      seed,
      random: this.#random,
      inForce: (device) => this.#partInForce(this.#options.fleet.of(device).index).settings,
      acts: onAct ?? (() => {}),
    });
  }

  #openWork(): number {
    return this.#devices.reduce((sum, device) => sum + device.openWork, this.#edge.openWork);
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
    scenario.timeline.forEach((window, index) => this.#scheduleWindow(window, index));
    kernel.worldAt(usFromMs(durationMs), () => this.#heal());
    kernel.worldAt(usFromMs(durationMs + drain.withinMs), () => kernel.end());
    if (untilMs !== null) kernel.worldAt(usFromMs(untilMs), () => kernel.end());
    for (const device of this.#devices) this.#scheduleReadings(device);
    const everyMs = Math.max(PROBE_EVERY_MS_MIN, durationMs / PROBES);
    for (let atMs = everyMs; atMs < durationMs; atMs += everyMs)
      kernel.at(usFromMs(atMs), () => this.#probe());
  }

  #probe(): void {
    this.#edge.probe(false);
    for (const device of this.#devices) device.probe();
    this.#look(false);
  }

  #look(final: boolean): void {
    this.#edge.look(final);
    for (const device of this.#devices) device.look(final);
  }

  #scheduleReadings(device: DeviceHost<SettingsTold['device']>): void {
    const { fleet, durationMs } = this.#options.fleet.at(device.index).scenario;
    const kernel = this.#kernel;
    const untilUs = usFromMs(durationMs);
    const streams = new OwnerStreams(this.#random, device.id);
    const arrivals = new Arrivals(fleet, streams, device.index);
    const isHostile = fleet.sensor === 'hostile';
    const measure = sensorOf(fleet.sensor, streams);
    const sample = (count: number, atMs: number): void => {
      const atUs = usFromMs(atMs);
      if (atUs >= untilUs) return;
      kernel.at(atUs, () => {
        device.record(measure(count, kernel.nowUs));
        const next = count + 1;
        sample(next, isHostile && isTwin(next) ? atMs : arrivals.nextMs(next, atMs));
      });
    };
    sample(0, arrivals.startMs);
  }

  #scheduleWindow(window: Window, index: number): void {
    const faults = faultsOf(window);
    const { reboot } = window;
    const rebooted =
      reboot === null
        ? []
        : this.#devices.filter((each) => includesDevice(reboot.devices, this.#placeOf(each)));
    this.#kernel.worldAt(usFromMs(window.atMs), () => {
      this.#options.record({ at: this.#kernel.nowUs, kind: 'window_opened', window: index, faults });
      this.#openWindows.push(window);
      this.#apply((part) => settingsInForce(part, this.#openWindows));
      for (const device of rebooted) device.crash();
      if (window.restart) this.#edge.crash();
    });
    this.#kernel.worldAt(usFromMs(window.atMs + window.forMs), () => {
      this.#options.record({ at: this.#kernel.nowUs, kind: 'window_closed', window: index, faults });
      this.#openWindows.splice(this.#openWindows.indexOf(window), 1);
      this.#apply((part) => settingsInForce(part, this.#openWindows));
      if (window.restart) this.#edge.boot();
      for (const device of rebooted) device.boot();
    });
  }

  #apply(settingsOf: (scenario: Scenario) => SettingsInForce): void {
    const before = this.#parts;
    const edgeBefore = this.#edgeInForce;
    this.#parts = this.#withAll(settingsOf);
    const edge = this.#edgeInForce;
    this.#setEdgeMachine(edgeBefore.settings.edge);
    const changed = (what: (part: PartInForce) => unknown): boolean =>
      this.#parts.some((part, index) => {
        const was = before[index];
        return was === undefined || !sameSettings(what(was), what(part));
      });
    if (changed(({ settings }) => settings.device.clock)) this.#setDeviceClocks();
    if (changed(({ settings }) => settings.device.unsetClock)) this.#unsetDeviceClocks();
    if (changed(({ settings }) => settings.device.disk)) this.#setDeviceDisks();
    if (!sameSettings(edgeBefore.told.edge, edge.told.edge)) this.#edge.configure(edge.told.edge);
    if (!changed(({ told }) => told.device)) return;
    for (const device of this.#devices) device.configure(this.#toldTo(device.index));
  }

  #withAll(settingsOf: (scenario: Scenario) => SettingsInForce): readonly PartInForce[] {
    return this.#options.fleet.parts.map(({ scenario }) => {
      const settings = settingsOf(scenario);
      return { settings, told: toldOf(settings), network: networkInForce(settings.network) };
    });
  }

  get #edgeInForce(): PartInForce {
    return this.#partInForce(0);
  }

  #at(deviceIndex: number): PartInForce {
    return this.#partInForce(this.#options.fleet.at(deviceIndex).index);
  }

  #partInForce(index: number): PartInForce {
    const part = this.#parts[index];
    if (part === undefined) throw new Error(`The fleet has no part ${index}.`);
    return part;
  }

  #placeOf({ index }: DeviceHost<SettingsTold['device']>): PlaceInFleet {
    return { deviceIndex: index, group: this.#options.fleet.at(index).name };
  }

  /** All devices of a part are told the same, but where their numbers begin. */
  #toldTo(index: number): SettingsTold['device'] {
    const { device } = this.#at(index).told;
    if (this.#options.scenario.fleet.numbers === 'first') return device;
    return { ...device, firstSequence: firstNumberOf(index) };
  }

  /** What its machine does to the edge, as far as that is new. `before` null: all was well. */
  #setEdgeMachine(before: EdgeSettings | null): void {
    const { clock, storeOutage, freeze, crash } = this.#edgeInForce.settings.edge;
    if (!sameSettings(before?.clock ?? null, clock))
      this.#edge.setClock(clock === null ? null : clockErrorOf(clock, () => 0));
    if (!sameSettings(before?.storeOutage ?? null, storeOutage)) this.#edge.setStoreOutage(storeOutage);
    if (!sameSettings(before?.crash ?? null, crash)) this.#edge.setCrash(crash);
    if (!sameSettings(before?.freeze ?? null, freeze)) this.#edge.setFreeze(freeze);
  }

  #setDeviceClocks(): void {
    for (const device of this.#devices) {
      const { clock } = this.#at(device.index).settings.device;
      const isWrong = clock !== null && includesDevice(clock.devices, this.#placeOf(device));
      // One draw for each device: its clock is off the same way in each window.
      const uniform = (): number => this.#random.stream('host/clock', device.id).draw(0);
      const isShown = isWrong && clock.timestamps === 'shown';
      device.setClock(isWrong ? clockErrorOf(clock, uniform) : null, { isShown });
    }
  }

  #unsetDeviceClocks(): void {
    for (const device of this.#devices) {
      const { unsetClock } = this.#at(device.index).settings.device;
      const isUnset = unsetClock !== null && includesDevice(unsetClock.devices, this.#placeOf(device));
      device.setUnsetClock(isUnset ? Date.UTC(unsetClock.year) : null);
    }
  }

  #setDeviceDisks(): void {
    for (const device of this.#devices) {
      const { disk } = this.#at(device.index).settings.device;
      const isRough = disk !== null && includesDevice(disk.devices, this.#placeOf(device));
      device.setDisk(isRough ? disk : null);
    }
  }

  #clockAheadMs(deviceIndex: number): number {
    const inPlace = this.#devices[deviceIndex];
    // Where a schedule leaves devices out, the others have moved up.
    const device =
      inPlace?.index === deviceIndex ? inPlace : this.#devices.find(({ index }) => index === deviceIndex);
    return device?.clockAheadMs ?? 0;
  }

  #heal(): void {
    this.#enter('heal');
    this.#apply(healedSettings);
    this.#enter('drain');
    this.endIfDrained();
  }
}

/** A foreign device that speaks a form without an echo takes a status for the edge's word. */
function answersIn(
  book: WireBook,
  acknowledge: AnswerRule['acknowledge'],
  foreignDevice: boolean,
): AnswerRule {
  return {
    get words() {
      return book.words;
    },
    get acknowledge() {
      return foreignDevice && !book.echoes ? 'status' : acknowledge;
    },
  };
}
