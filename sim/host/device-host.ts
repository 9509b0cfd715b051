import { batchItems, INGEST_PATH } from '../../protocol/index.ts';
import type { Reading } from '../../protocol/index.ts';
import { epochMsFromUs } from '../kernel/index.ts';
import { recordOthers } from '../net/index.ts';
import type { ClientEnd, Fabric, Request, Sent } from '../net/index.ts';
import { OwnerStreams } from '../random/index.ts';
import { wordOf } from '../trace/index.ts';
import { AroundDevice } from './around-device.ts';
import type { AroundSettings } from './around-device.ts';
import { AttemptCounter } from './attempt-counter.ts';
import { deviceAddress } from './device-address.ts';
import { DeviceNetwork } from './device-network.ts';
import { OWN_TIMERS_MAX, timersHeld } from './holdings.ts';
import { HostClock } from './host-clock.ts';
import { connectionTo } from './host-network.ts';
import type { Place } from './host-network.ts';
import { hostGlobals } from './host-globals.ts';
import { readingOf, traceFields } from './log-fields.ts';
import { OpenList } from '../../lists/open-list.ts';
import { OpenSend } from './open-send.ts';
import { BootDisk } from './boot-disk.ts';
import { MemoryDisk } from '../../ports/index.ts';
import type {
  DeviceEnv,
  DeviceFactory,
  DeviceUnderTest,
  Fetch,
  Log,
  LogLevel,
  Random,
  RetryPolicy,
} from '../../ports/index.ts';
import type { OutsideNetworkOptions } from './outside-network.ts';
import { identityOf, RequestIdentities } from './request-identity.ts';
import type { IdentityOfMany, RequestIdentity } from './request-identity.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { createFetch, createGlobalFetch } from './simulated-fetch.ts';
import type { OutgoingRequest, SendRequest, SentOut } from './simulated-fetch.ts';
import { createSend } from './simulated-send.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import type { Fate } from './simulated-disk.ts';
import { WallClockError } from './wall-clock-error.ts';
import type { ClockError } from './wall-clock-error.ts';
import { USUAL_WORDS } from './wire/answer-words.ts';
import { OWN_BATCH } from './wire/batch-dialect.ts';
import type { Birth } from './wire/births.ts';
import type { Carried } from './wire/dialect.ts';
import { judgeAnswer } from './wire/judge-answer.ts';
import type { DevicePage, ReadingTold } from './wire/wire-book.ts';
import type { RawRequest } from './wire/wire-request.ts';
import type { WorldServices } from './world-services.ts';

/** Where devices believe the edge to be. */
const EDGE_ORIGIN = 'http://edge.petrel';

/** Said by other events of the trace already. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['telemetry_sent']);

const NOT_SENT: SentOut = {
  reading: null,
  abandon() {
    // There is nothing to give up.
  },
};

export interface DeviceHostOptions<Settings extends AroundSettings> {
  readonly world: WorldServices;
  readonly id: string;
  /** Place in the fleet, from 0. */
  readonly index: number;
  readonly factory: DeviceFactory;
  readonly policy: RetryPolicy;
  readonly fabric: Fabric;
  /** Whether devices get the `send` port. */
  readonly fastLane: boolean;
  /** The `device` section of the resolved scenario. */
  readonly settings: Settings;
  /** Whether its disk may be told to be rough. Default: false. */
  readonly roughDisk?: boolean;
  /** Path of the edge's URL. Default: that of our own edge. */
  readonly path?: string;
  /** Tells what the requests of a device are for that is not ours. Default: they are read as those of ours. */
  readonly page?: DevicePage;
}

/** What is wrong with a disk, while something is. */
export interface DiskError {
  /** Shares from 0 to 1: of changes that were not synced, those that a power cut leaves, and of contents among them those that are torn. */
  readonly unsynced: number;
  readonly torn: number;
  /** How likely a power cut waits for the next sync, and comes in its midst. */
  readonly midWrite: number;
  /** How likely a sync finds no room. */
  readonly full: number;
}

/** What became of a reading that was handed to the device. `cut`: the power went meanwhile. */
type Taken =
  | { readonly kind: 'taken' | 'cut'; readonly number: number | null }
  | { readonly kind: 'refused' };

interface Running {
  readonly boot: number;
  readonly device: DeviceUnderTest;
  readonly clock: HostClock;
  readonly scope: Scope;
  readonly open: OpenList<OpenSend>;
}

/** What a request is for, and how its answer is read. */
type Identified = RequestIdentity & Pick<Request, 'others' | 'judge'>;

/** The number of a reading that a device calls so. */
function numberFor(name: number | string, page: DevicePage | undefined): number {
  return typeof name === 'number' ? name : (page?.numberOf(name) ?? NaN);
}

/** The number that a device says it gave to a reading, null where it does not say. */
function numberGiven(
  given: number | string | void,
  page: DevicePage | undefined,
  birth: Birth | undefined,
): number | null {
  if (given === undefined || given === null) return null;
  const number = numberFor(given, page);
  if (birth !== undefined) page?.numbered(birth, number);
  return number;
}

/**
 * The machine a device runs on: it boots, records, sends, crashes and boots again, with a disk that survives.
 *
 * Over 300 lines, because boots, samples and requests of one device change one state and are read together.
 */
export class DeviceHost<Settings extends AroundSettings> {
  readonly id: string;
  readonly index: number;
  readonly #options: DeviceHostOptions<Settings>;
  readonly #disk: MemoryDisk | SimulatedDisk;
  #diskError: DiskError | null = null;
  /** Those that were asked whether there is room. */
  #syncs = 0;
  readonly #clockError = new WallClockError();
  #said: { readonly error: ClockError | null; readonly isShown: boolean } = { error: null, isShown: false };
  /** While its clock is not set. */
  #unset: ClockError | null = null;
  readonly #identities = new RequestIdentities();
  readonly #attempts = new AttemptCounter();
  readonly #streams: OwnerStreams;
  #unidentified = 0;
  /** Made when it is needed: a device of ours plays its instabilities itself. */
  #around: AroundDevice | null = null;
  /** The device of the boot at hand takes no settings. */
  #takesNone = false;
  #settings: Settings;
  #running: Running | null = null;
  #boots = 0;
  #booting = 0;
  /** The clock of the boot that is heard: since it began to boot, until it crashes. */
  #alive: HostClock | null = null;

  constructor(options: DeviceHostOptions<Settings>) {
    this.id = options.id;
    this.index = options.index;
    this.#options = options;
    this.#settings = options.settings;
    this.#streams = new OwnerStreams(options.world.random, options.id, 'device/');
    this.#disk =
      options.roughDisk === true ? new SimulatedDisk(() => this.#injected('device.disk')) : new MemoryDisk();
  }

  /** Boots that have begun and not ended. */
  get openWork(): number {
    return this.#booting;
  }

  /** A device that boots may wait for a timer of its own clock. */
  get timersPending(): boolean {
    return (this.#alive?.pending ?? 0) > 0;
  }

  /** What the running device lets others see of it. */
  get observable(): { readonly pending: boolean; readonly outbox: boolean } {
    const device = this.#running?.device;
    return { pending: device?.pending !== undefined, outbox: device?.outbox !== undefined };
  }

  boot(): void {
    // The device wrote nothing since its power was to go.
    if (this.#running !== null && this.#isCutting) this.#losePower();
    const { world, factory, id, policy, fastLane, path = INGEST_PATH } = this.#options;
    const edgeUrl = `${EDGE_ORIGIN}${path}`;
    const { kernel } = world;
    const boot = this.#boots;
    this.#boots += 1;
    const clock = new HostClock(kernel, { error: this.#clockError });
    const open = new OpenList<OpenSend>();
    this.#alive = clock;
    const isAlive = (): boolean => this.#alive === clock;
    const fetchOptions = {
      edgeUrl,
      send: this.#sender(open, isAlive),
      kernel,
      elsewhere: (place: Place) => globals.network.unsupported(...connectionTo(place)),
    };
    const globals = hostGlobals(world.random, id, boot, isAlive, {
      makeFetch: () => createGlobalFetch(fetchOptions),
      makeNetwork: () =>
        new DeviceNetwork({ ...fetchOptions, ...this.#outside(isAlive), address: deviceAddress(this.index) }),
      clockError: this.#clockError,
    });
    const scope: Scope = { globals, exchange: null };
    let fetch: Fetch | undefined;
    const env: DeviceEnv = {
      id,
      edgeUrl,
      // Made when it is asked for: on the fast lane nobody does.
      get fetch() {
        fetch ??= createFetch(fetchOptions);
        return fetch;
      },
      clock,
      random: this.#random(),
      log: this.#log(isAlive),
      disk: new BootDisk(this.#disk, isAlive),
      policy,
      ...(fastLane && { send: createSend({ path, kernel, clock, send: fetchOptions.send }) }),
      config: this.#settings,
    };
    world.record({ at: kernel.nowUs, kind: 'device_started', device: id, boot });
    this.#start(boot, clock, scope, open, () => currentScope.run(scope, () => factory(env)));
  }

  /** Our own factory is synchronous and must be running at once; others may take their time. */
  #start(
    boot: number,
    clock: HostClock,
    scope: Scope,
    open: OpenList<OpenSend>,
    make: () => DeviceUnderTest | Promise<DeviceUnderTest>,
  ): void {
    const { world, id } = this.#options;
    const ready = (device: DeviceUnderTest): void => {
      clock.synchronous = device.synchronous === true;
      this.#takesNone = device.reconfigure === undefined;
      this.#running = { boot, device, clock, scope, open };
      currentScope.run(scope, () => device.reconfigure?.(this.#settings));
    };
    const failed = (error: unknown): void => world.crashed(`${id} did not start`, error);
    try {
      const made = make();
      if (!(made instanceof Promise)) {
        ready(made);
        return;
      }
      this.#booting += 1;
      world.kernel.unsettle();
      made
        .then(ready)
        .catch(failed)
        .finally(() => {
          this.#booting -= 1;
          world.kernel.unsettle();
        });
    } catch (error) {
      failed(error);
    }
  }

  /** The power goes: now, or in the midst of what the device syncs next, where its disk is rough. */
  crash(): void {
    const running = this.#running;
    if (running === null) return;
    if (this.#diskError !== null && this.#disk instanceof SimulatedDisk) {
      const drawn = this.#options.world.random.stream('host/mid-write', this.id).draw(running.boot);
      if (drawn < this.#diskError.midWrite) {
        this.#disk.cutAtSync = () => {
          this.#injected('device.disk');
          this.#losePower('in mid-write');
        };
        return;
      }
    }
    this.#losePower();
  }

  get #isCutting(): boolean {
    return this.#disk instanceof SimulatedDisk && this.#disk.cutAtSync !== null;
  }

  #losePower(when: 'at rest' | 'in mid-write' = 'at rest'): void {
    const running = this.#running;
    if (running === null) return;
    const { world } = this.#options;
    this.#running = null;
    this.#alive = null;
    running.clock.stop();
    for (const sent of running.open.takeAll()) sent.abandon('crash');
    this.#around?.crash();
    if (this.#disk instanceof SimulatedDisk) {
      this.#disk.cutAtSync = null;
      const isLeft = this.#disk.crash(this.#fate(running.boot));
      if (isLeft && when === 'at rest') this.#injected('device.disk');
    } else this.#disk.crash();
    world.record({ at: world.kernel.nowUs, kind: 'device_crashed', device: this.id, boot: running.boot });
  }

  /** From now on its wall clock is so wrong; null: right. `isShown`: the timestamps of readings show it. */
  setClock(error: ClockError | null, { isShown }: { readonly isShown: boolean }): void {
    this.#said = { error, isShown };
    if (this.#unset === null) this.#clockError.set(error, this.#options.world.kernel.nowUs);
    if (error !== null) this.#injected('device.clock');
  }

  /** From now on its wall clock goes on from this instant, in ms since the epoch, whatever else is wrong with it; null: it is set. */
  setUnsetClock(fromMs: number | null): void {
    const { nowUs } = this.#options.world.kernel;
    this.#unset = fromMs === null ? null : { offsetMs: fromMs - epochMsFromUs(nowUs), driftPpm: 0 };
    this.#clockError.set(this.#unset ?? this.#said.error, nowUs);
    if (fromMs !== null) this.#injected('device.unsetClock');
  }

  /** What the sensor makes of it, by the clock of the machine. */
  #stamped(reading: Reading): Reading {
    if (this.#unset === null && !this.#said.isShown) return reading;
    const timestamp = new Date(Date.parse(reading.timestamp) + this.clockAheadMs).toISOString();
    return { ...reading, timestamp };
  }

  /** From now on its disk is so rough; null: as kind as can be. Only of a host that has a disk for it. */
  setDisk(error: DiskError | null): void {
    this.#diskError = error;
    if (this.#disk instanceof SimulatedDisk) this.#disk.isFull = () => this.#isFull();
  }

  #isFull(): boolean {
    const full = this.#diskError?.full ?? 0;
    if (full === 0 || full === 1) return full === 1;
    this.#syncs += 1;
    return this.#options.world.random.stream('host/full', this.id).draw(this.#syncs) < full;
  }

  #injected(fault: 'device.clock' | 'device.disk' | 'device.unsetClock'): void {
    const { kernel, record } = this.#options.world;
    record({ at: kernel.nowUs, kind: 'fault_injected', device: this.id, reading: null, attempt: -1, fault });
  }

  /** Drawn in the order of what was changed, by which boot it was. Null: what was not synced is gone. */
  #fate(boot: number): Fate | null {
    const error = this.#diskError;
    if (error === null) return null;
    const stream = this.#options.world.random.stream('host/disk', this.id);
    let asked = 0;
    const uniform = (): number => {
      asked += 1;
      return stream.draw(boot, asked);
    };
    return {
      survives: () => uniform() < error.unsynced,
      share: () => (uniform() < error.torn ? uniform() : 1),
    };
  }

  /** How far its wall clock is ahead of the time of the world, in whole ms. */
  get clockAheadMs(): number {
    return this.#clockError.aheadMs(this.#options.world.kernel.nowUs);
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#around?.configure(settings);
    this.#inside((device) => device.reconfigure?.(settings));
  }

  /** The sensor has a reading. A device that is down or not ready takes none. */
  record(measured: Reading): void {
    const reading = this.#stamped(measured);
    this.#inside((device) => {
      if (device.ready?.() === false) this.#skip();
      else if (this.#takesNone) this.#surroundings().sample(reading);
      else this.#give(device, reading);
    });
  }

  /** Samples that have left the sensor and not reached the device. */
  get samplesHeld(): number {
    return this.#around?.held ?? 0;
  }

  /** What the sensor held back: the device may have gone down since, or be full. */
  #handLate(reading: Reading): void {
    if (this.#running === null) this.#skip();
    else
      this.#inside((device) => {
        if (device.ready?.() === false) this.#skip();
        else this.#give(device, reading);
      });
  }

  #skip(): void {
    const { world, id } = this.#options;
    world.record({ at: world.kernel.nowUs, kind: 'sample_skipped', device: id });
  }

  #give(device: DeviceUnderTest, reading: Reading): void {
    const { world, id, page } = this.#options;
    const at = world.kernel.nowUs;
    // A copy, for the device may change what it was given.
    const { timestamp } = reading;
    const values = { ...reading.values };
    const birth = page?.born({ timestamp, values });
    world.recordBefore(
      () => this.#taken(device, reading, birth),
      (taken) => {
        switch (taken.kind) {
          case 'taken':
            return { at, kind: 'reading_recorded', device: id, reading: taken.number, timestamp, values };
          case 'refused':
            return { at, kind: 'sample_skipped', device: id };
          case 'cut':
            return { at, kind: 'recording_cut', device: id, reading: taken.number, timestamp, values };
        }
      },
    );
  }

  #surroundings(): AroundDevice {
    const { world, id } = this.#options;
    this.#around ??= new AroundDevice({
      world,
      id,
      random: this.#random(),
      settings: this.#settings,
      hand: (reading) => this.#handLate(reading),
      resend: (reading, request, client) => this.#send(reading, request, client),
    });
    return this.#around;
  }

  #send(reading: number, request: Request, client: ClientEnd): Sent {
    const { fabric, id, index } = this.#options;
    const attempt = this.#attempts.next(reading);
    const others = request.others?.map((other) => ({
      ...other,
      attempt: this.#attempts.next(other.reading),
    }));
    return fabric.send({ device: id, reading, attempt }, index, { ...request, others }, client);
  }

  /** A device that hands on what its full disk says has not taken the reading: the sensor hears of it. */
  #taken(device: DeviceUnderTest, reading: Reading, birth: Birth | undefined): Taken {
    const { page } = this.#options;
    const before = this.#running;
    try {
      const number = numberGiven(device.record(reading), page, birth);
      return { kind: this.#running === before ? 'taken' : 'cut', number };
    } catch (error) {
      if (this.#running !== before) return { kind: 'cut', number: null };
      if (this.#disk instanceof SimulatedDisk && this.#disk.isRefusal(error)) {
        if (birth !== undefined) page?.refused(birth);
        return { kind: 'refused' };
      }
      throw error;
    }
  }

  /** Reads how full the outbox is, where the device says. */
  probe(): void {
    this.#inside((device) => {
      const outbox = device.outbox?.();
      if (outbox === undefined) return;
      const { world, id } = this.#options;
      const { size, limit } = outbox;
      world.record({ at: world.kernel.nowUs, kind: 'outbox_read', device: id, size, limit });
    });
  }

  /** Looks at what the device holds, and tells where it is more than open readings need; in the end, where it is anything. */
  look(final: boolean): void {
    const running = this.#running;
    if (running === null) return;
    const { kernel, record } = this.#options.world;
    const { holdings } = running.scope.globals ?? {};
    const timers = timersHeld([...running.clock.timers, ...(holdings?.timers ?? [])], () => true);
    const listeners = holdings?.listeners ?? 0;
    const requests = running.open.size;
    const needed = final ? 0 : this.#timersNeeded(running);
    if (listeners === 0 && timers.timers <= needed && (!final || requests === 0)) return;
    const held = { requests, ...timers, listeners };
    record({ at: kernel.nowUs, kind: 'holdings_read', host: this.id, boot: running.boot, final, ...held });
  }

  /** What may be set without a closer look: a device may have some timers for itself, and two for each reading that waits. */
  #timersNeeded({ device, clock, scope }: Running): number {
    const set = clock.pending + (scope.globals?.holdings.timers.size ?? 0);
    if (set <= OWN_TIMERS_MAX) return set;
    let waiting = 0;
    this.#inside(() => {
      waiting = [...(device.pending?.() ?? [])].length;
    });
    return OWN_TIMERS_MAX + 2 * waiting;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    const { world, id, page } = this.#options;
    if (running === null) {
      world.record({ at: world.kernel.nowUs, kind: 'device_stopped', device: id, pending: null });
      return;
    }
    const { device, scope } = running;
    let pending: readonly number[] | null = null;
    try {
      pending = currentScope.run(scope, () => {
        const waiting = device.pending?.();
        if (waiting === undefined) return null;
        return [...waiting].map((name) => numberFor(name, page)).sort((a, b) => a - b);
      });
    } catch (error) {
      world.crashed(`${id} threw in pending()`, error);
    }
    world.record({ at: world.kernel.nowUs, kind: 'device_stopped', device: id, pending });
    this.#running = null;
    running.clock.stop();
    try {
      await currentScope.run(scope, async () => device.stop?.());
    } catch (error) {
      world.crashed(`${id} threw in stop()`, error);
    }
  }

  /** Runs in the scope of the device, if it is up. What it throws is the subject's failure, not ours. */
  #inside(act: (device: DeviceUnderTest) => void): void {
    const running = this.#running;
    if (running === null) return;
    const { world, id } = this.#options;
    try {
      currentScope.run(running.scope, () => act(running.device));
    } catch (error) {
      world.crashed(`${id} threw`, error);
    }
    if (running.device.synchronous !== true) world.kernel.unsettle();
  }

  #random(): Random {
    const { id, world } = this.#options;
    const { gate } = world;
    if (gate === null) return { draw: (purpose, ...key) => this.#streams.draw(purpose, ...key) };
    return { draw: (purpose, ...key) => gate.draw('device', id, purpose, key) };
  }

  #sender(open: OpenList<OpenSend>, isAlive: () => boolean): SendRequest {
    const { fabric, id, index, world } = this.#options;
    const remoteAddress = deviceAddress(index);
    return (outgoing, client) => {
      // Code that outlived its crash talks to nobody.
      if (!isAlive()) return NOT_SENT;
      const { method, path, headers, body, message, followedFrom } = outgoing;
      const { reading: told, timestamp, others, judge } = this.#identify(outgoing);
      // A redirect may be followed by a request that carries no reading: it goes on with the one before.
      const reading = told ?? followedFrom ?? null;
      const attempt = reading === null ? this.#unidentified : this.#attempts.next(reading);
      if (reading === null) this.#unidentified += 1;
      if (followedFrom !== undefined) {
        const event = {
          at: world.kernel.nowUs,
          kind: 'redirect_followed',
          device: id,
          reading,
          attempt,
        } as const;
        world.record(event);
        recordOthers(world.record, event, others);
      }
      const plain: Request = {
        method,
        path,
        headers,
        body,
        message,
        timestamp,
        remoteAddress,
        others,
        judge,
      };
      const around = this.#takesNone ? this.#surroundings() : null;
      const request = around === null ? plain : around.leaving({ reading, attempt, request: plain });
      const end = around === null ? client : around.heardBy(client, { reading, attempt, request });
      const sent = new OpenSend(open, end, isAlive, reading);
      sent.left(fabric.send({ device: id, reading, attempt }, index, request, sent));
      return sent;
    };
  }

  #outside(isAlive: () => boolean): OutsideNetworkOptions {
    const { world, id } = this.#options;
    return {
      allowed: world.allowedNet,
      unsupported: (what, remedy) => {
        if (isAlive()) world.unsupported(id, what, remedy);
      },
    };
  }

  /** Which readings a request is for. */
  #identify({ method, path, headers, body, message, reading, readingsBehind }: OutgoingRequest): Identified {
    const { id, page } = this.#options;
    if (reading !== undefined) {
      if (readingsBehind === undefined) return identityOf(id, reading, message);
      const messages = batchItems(message) ?? [];
      const all = [reading, ...readingsBehind];
      return this.#together(all.map((each, index) => identityOf(id, each, messages[index])));
    }
    // Of messages that are bad only the log can tell it.
    if (page === undefined || this.#identities.hasToldMany(headers)) {
      const many = this.#identities.many(id, headers, body) ?? [];
      if (many.length > 0) return this.#together(many);
      if (page === undefined) return this.#identities.of(id, headers, body);
    }
    const told = this.#readBy(page, { method, path, headers, body });
    const [first, ...rest] = told;
    const single = this.#identities.corrected(first ?? null, headers);
    const judge = page.judgeOf(told);
    if (rest.length === 0) return { reading: single.reading, timestamp: single.timestamp, judge };
    const others = rest.map((other) => ({
      reading: other.reading,
      attempt: this.#attempts.next(other.reading),
      timestamp: other.timestamp,
    }));
    return { reading: first?.reading ?? null, timestamp: first?.timestamp ?? null, others, judge };
  }

  /** Readings that our own device sends in one request. */
  #together(told: readonly IdentityOfMany[]): Identified {
    const [first, ...rest] = told;
    if (first === undefined) return { reading: null, timestamp: null };
    const { id: device } = this.#options;
    const carry = ({ reading }: IdentityOfMany): Carried => ({
      device,
      reading,
      timestamp: null,
      content: null,
    });
    const reader = { dialect: OWN_BATCH, words: USUAL_WORDS };
    return {
      ...first,
      others: rest.map((other) => ({ ...other, attempt: this.#attempts.next(other.reading) })),
      judge: (answer) => judgeAnswer(answer, [carry(first), ...rest.map(carry)], reader),
    };
  }

  /** What is declared beside a module may be code of a user's. */
  #readBy(page: DevicePage, request: RawRequest): readonly ReadingTold[] {
    try {
      return page.read(request);
    } catch (error) {
      this.#options.world.crashed('what tells readings from requests threw', error);
      return [];
    }
  }

  #log(isAlive: () => boolean): Log {
    const { world, id, fastLane, page } = this.#options;
    const isTold = (level: LogLevel, event: string): boolean =>
      level !== 'debug' && !SAID_ELSEWHERE.has(event) && isAlive();
    const log = (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void => {
      if (!fastLane && isAlive()) this.#identities.learn(fields, readingOf(fields, page));
      if (!isTold(level, event)) return;
      const reading = readingOf(fields, page);
      if (reading !== null && wordOf(event, fields['copy']) !== null) {
        this.#attempts.end(reading);
        if (!fastLane) this.#identities.forget(fields);
      }
      const at = world.kernel.nowUs;
      world.record({ at, kind: 'device_logged', device: id, event, reading, fields: traceFields(fields) });
    };
    // Over `fetch` every line may tell which reading a correlation id stands for.
    return fastLane ? Object.assign(log, { hears: isTold }) : log;
  }
}
