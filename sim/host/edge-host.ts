import type { AcceptedReading, Disk, EdgeAnswer, EdgeFactory } from '../../ports/index.ts';
import { usFromMs } from '../kernel/index.ts';
import type { AtEdge, DeliveryEnd, Request, StoredNow } from '../net/index.ts';
import type { AttemptKey, DeliveryKey, FaultName } from '../trace/index.ts';
import type { TransportFactory } from '../transport/index.ts';
import { BootDisk } from './boot-disk.ts';
import { dating } from './dated-answers.ts';
import type { EdgeBoot } from './edge-boot.ts';
import { EdgeBoots } from './edge-boots.ts';
import type { Beginning, Booted, Making } from './edge-boots.ts';
import { EdgeDeliveries } from './edge-deliveries.ts';
import { EdgeDisk } from './edge-disk.ts';
import { createEdgeEnv, edgeGlobals, exchangeRandom, recordStored, storedIds } from './edge-env.ts';
import type { StoredIds } from './edge-env.ts';
import { EdgeEntrance } from './edge-entrance.ts';
import { heldByEdge } from './edge-holdings.ts';
import { ONLY_INSTANCE } from './edge-instance.ts';
import type { EdgeInstance } from './edge-instance.ts';
import { EdgeProbe } from './edge-probe.ts';
import type { StoreOutage } from './front.ts';
import { toldTheEdge } from './gateway-settings.ts';
import type { FrontSettings, GatewaySettings } from './gateway-settings.ts';
import { Interleaving } from './interleaving.ts';
import { ProcessFreeze } from './process-freeze.ts';
import type { Freeze } from './process-freeze.ts';
import type { DiskError } from './rough-disk.ts';
import { currentScope } from './scope.ts';
import { idsListedBy, listedIfItCan, listedBy, storedNow } from './stored-now.ts';
import { ListedReadings } from './listed-readings.ts';
import { ReadingsSent } from './readings-sent.ts';
import type { Version } from './version.ts';
import { WallClockError } from './wall-clock-error.ts';
import type { ClockError } from './wall-clock-error.ts';
import type { WireBook } from './wire/wire-book.ts';
import type { WorldServices } from './world-services.ts';

export interface EdgeHostOptions<Settings extends FrontSettings & GatewaySettings> {
  readonly world: WorldServices;
  /** Which one it is. Default: the only one. */
  readonly instance?: EdgeInstance;
  /** The disk that it shares with others. Default: it has one of its own. */
  readonly disk?: Disk;
  readonly factory: EdgeFactory;
  /** Its next version. Default: the same program. */
  readonly next?: EdgeFactory;
  readonly transport: TransportFactory;
  readonly settings: Settings;
  /** Whether requests are let in while the edge waits for anything but timers. Default: no. */
  readonly interleaves?: boolean;
  /** Whether the edge is anybody's, not our own, of which more is known. Default: yes. */
  readonly foreign?: boolean;
  /** Whether somebody may look at the dates of answers. Default: yes. */
  readonly dates?: boolean;
  /** Whether devices look into a 2xx before they believe it. Default: yes. */
  readonly echoes?: () => boolean;
  /** Knows readings and devices by what messages call them. Default: by their own numbers and ids. */
  readonly wire?: WireBook;
  /** Knows what the edge has listed before: one for all instances. Default: one of its own. */
  readonly lists?: ListedReadings;
  /** Whether its disk may be told to be rough. Default: false. */
  readonly roughDisk?: boolean;
  /** The path at which devices believe our own edge to be: something in front of it writes it anew. Default: its own. */
  readonly path?: string;
}

/** The machine the edge runs on: it boots, answers, crashes and boots again, with a disk that survives. */
export class EdgeHost<Settings extends FrontSettings & GatewaySettings> {
  readonly #options: EdgeHostOptions<Settings>;
  readonly #instance: EdgeInstance;
  readonly #disk: EdgeDisk;
  readonly #clockError = new WallClockError();
  readonly #boots: EdgeBoots;
  readonly #freeze: ProcessFreeze;
  readonly #probe: EdgeProbe;
  readonly #lists: ListedReadings;
  #settings: Settings;
  #version: Version = 'current';
  /** It is to crash at the next reading that it takes, and to boot again after so long; null: it is not. */
  #crash: { readonly downMs: number } | null = null;
  /** What was sent to this boot of it; null where there is no other instance that it could have gone to. */
  #sent: ReadingsSent | null = null;
  /** What it listed as it was told to close. */
  #beforeClose: readonly AcceptedReading[] | null = null;
  /** It goes down in the midst of a sync. */
  #isMidWrite = false;
  #transportName = 'none';

  constructor(options: EdgeHostOptions<Settings>) {
    const { world, instance = ONLY_INSTANCE, disk, foreign = true, lists = new ListedReadings() } = options;
    this.#options = options;
    this.#lists = lists;
    this.#instance = instance;
    this.#settings = options.settings;
    this.#disk = new EdgeDisk({
      mayBeRough: options.roughDisk === true,
      ...(disk !== undefined && { shared: disk }),
      id: instance.name,
      random: world.random,
      refused: (exchange) => this.#injected('edge.storeOutage', exchange),
      injected: (exchange) => this.#injected('edge.disk', exchange),
    });
    this.#boots = new EdgeBoots({
      world,
      instance,
      version: () => this.#version,
      clockError: this.#clockError,
      keepsContext: foreign,
      begin: (beginning) => this.#begin(beginning),
      refusals: () => this.#disk.content.refusals,
      surround: (booted) => this.#surround(booted),
      ready: (running) => {
        running.edge.reconfigure?.(toldTheEdge(this.#settings));
        if (this.#instance !== ONLY_INSTANCE) this.#sent = new ReadingsSent();
        this.#lists.begins(running, listedIfItCan(running), running.boot === 0);
      },
      closing: (running) => {
        this.#beforeClose = listedIfItCan(running);
      },
      ending: (running) => this.#collectListed(running),
      crashed: (by, boot, { isOrderly }) => {
        if (isOrderly) this.#disk.stop();
        else this.#disk.crash(boot, this.#isMidWrite ? 'in mid-write' : 'at rest');
        this.#freeze.crash(by);
      },
    });
    this.#freeze = new ProcessFreeze({
      kernel: world.kernel,
      clock: () => this.#boots.clock,
      injected: (key) => this.#injected('edge.freeze', key),
    });
    this.#probe = new EdgeProbe({
      world,
      instance: instance.told,
      isRunning: (boot) => boot === this.#boots.running,
    });
  }

  isUp(): boolean {
    return this.#boots.running !== null && !this.#boots.isStopping;
  }

  get transportName(): string {
    return this.#transportName;
  }

  /** Boots, exchanges and probes that have begun and not ended. */
  get openWork(): number {
    return this.#boots.openWork;
  }

  get openExchanges(): number {
    return this.#boots.running?.deliveries.open ?? 0;
  }

  get timersPending(): boolean {
    // One that stops is cut off in the end, and what a request waits for comes by the network.
    return (
      (this.#boots.clock?.pending ?? 0) > 0 ||
      this.#freeze.holdsTimers ||
      this.#boots.isStopping ||
      this.#boots.running?.deliveries.awaitsRest === true
    );
  }

  /** Whether the edge waits for anything that will come by itself, timers aside. */
  get isWaiting(): boolean {
    return (this.#boots.running?.interleaving?.pending ?? 0) > 0;
  }

  /** Names what is open, for the message about a run that does not get on. */
  describeOpen(): string {
    const exchange = this.#boots.running?.deliveries.first ?? null;
    if (exchange === null) return 'the start of the edge, or its answer to a probe,';
    const { device, reading, attempt } = exchange.exchange;
    return `the edge's handling of reading ${reading} of ${device} (attempt ${attempt})`;
  }

  /** Tells the trace which request it is that does not get on; nothing where there is none. */
  tellStuck(): void {
    const exchange = this.#boots.running?.deliveries.first ?? null;
    if (exchange === null) return;
    const { kernel, record } = this.#options.world;
    const { device, reading, attempt, copy } = exchange.exchange;
    const at = kernel.nowUs;
    record({ at, kind: 'request_stuck', device, reading, attempt, copy, ...this.#instance.told });
  }

  /** What the running edge lets others see of it. */
  get observable(): { readonly stored: 'as-it-happens' | 'listed' | 'no' } {
    const accepted = this.#boots.running?.edge.accepted;
    return { stored: accepted === undefined ? 'no' : accepted === 'as-it-happens' ? accepted : 'listed' };
  }

  /** Nothing happens where it runs already. From now on it is of this version; null: of the one that it was of. */
  boot(version: Version | null = null): void {
    this.#version = version ?? this.#version;
    // It wrote nothing since it was to go down.
    if (this.#disk.isCutting) this.#boots.crash('edge.restart');
    this.#boots.boot();
  }

  /** It goes down: now, or in the midst of what it syncs next, where its disk is rough. */
  crash(): void {
    const { running } = this.#boots;
    const waits = running !== null && this.#disk.waitsForSync(running.boot, () => this.#crashInMidWrite());
    if (!waits) this.#boots.crash('edge.restart');
  }

  /** It stops in order: takes no new request, finishes for so long at most what is open, and is closed. */
  stop(withinMs: number): void {
    this.#boots.stop(usFromMs(withinMs));
  }

  #crashInMidWrite(): void {
    this.#isMidWrite = true;
    this.#boots.crash('edge.restart');
    this.#isMidWrite = false;
  }

  #begin({ boot, clock, isAlive }: Beginning): Making {
    const { world, factory, next = factory, interleaves = false, wire } = this.#options;
    const random = exchangeRandom(world, this.#instance);
    const interleaving = interleaves ? new Interleaving({ clock, random, boot }) : null;
    const globals = edgeGlobals({
      world,
      instance: this.#instance,
      boot,
      clock,
      isAlive,
      clockError: this.#clockError,
      isHeld: (fire) => this.#freeze.holdsTimer(fire),
    });
    const env = createEdgeEnv({
      world,
      instance: this.#instance,
      clock,
      disk: new BootDisk(this.#disk.content, isAlive),
      config: toldTheEdge(this.#settings),
      isCurrent: isAlive,
      mayTell: () => this.#mayTell(),
      wire,
    });
    const make = this.#version === 'next' ? next : factory;
    return { scope: { globals, exchange: null, interleaving }, interleaving, make: () => make(env) };
  }

  /** What it lists is told by the list. */
  #mayTell(): boolean {
    const accepted = this.#boots.running?.edge.accepted;
    if (this.#boots.running !== null && accepted === undefined) this.#lists.saidUnasked = true;
    return typeof accepted !== 'function';
  }

  /** How requests get to an edge that has booted, and what is in front of it. */
  #surround(booted: Booted): EdgeBoot {
    const { world, transport: create, foreign = true, path, echoes = () => true } = this.#options;
    const { boot, edge, scope } = booted;
    const transport = create(
      {
        handler: (request, response) => edge.handler(request, response),
        app: edge.handler,
        exchange: edge.exchange?.bind(edge),
        begin: edge.begin?.bind(edge),
      },
      { responseEvents: edge.synchronous !== true, ownConnections: foreign },
    );
    this.#transportName = transport.name;
    const deliveries = new EdgeDeliveries({
      world,
      instance: this.#instance.told,
      scope,
      transport,
      path: foreign ? undefined : path,
      crashesAt: ({ exchange }, wire) => this.#crashesAt(exchange, wire),
      heard: (answer) => this.#options.wire?.heard(answer),
      freeze: this.#freeze,
      idle: () => this.#boots.idle(),
      storedOf: (device) => this.#storedOf(device),
    });
    const entrance = new EdgeEntrance({
      world,
      settings: this.#settings,
      takesSettings: edge.reconfigure !== undefined,
      storeOutage: () => this.#disk.outageUnseen,
      echoes,
      deliveries,
      freeze: this.#freeze,
      downBy: () => (this.#boots.running?.boot === boot ? null : this.#boots.downBy),
    });
    return { ...booted, transport, deliveries, entrance };
  }

  /** From now on what it stores in is away; null: it is there. */
  setStoreOutage(outage: StoreOutage | null): void {
    this.#disk.set(outage);
  }

  /** From now on its disk is so rough; null: as kind as can be. Only of a host that has a disk for it. */
  setDisk(error: DiskError | null): void {
    this.#disk.setRough(error);
  }

  /** From now on it is to crash, at the next reading that it takes; null: it is not. */
  setCrash(crash: { readonly downMs: number } | null): void {
    this.#crash = crash;
  }

  /** From now on its process stands still; null: it goes on, with all that came meanwhile. */
  setFreeze(freeze: Freeze | null): void {
    this.#freeze.set(freeze);
  }

  #injected(fault: FaultName, key: AttemptKey | null): void {
    const { kernel, record } = this.#options.world;
    const { device, reading, attempt } = key ?? { device: this.#instance.name, reading: null, attempt: -1 };
    record({ at: kernel.nowUs, kind: 'fault_injected', device, reading, attempt, fault });
  }

  /** From now on its wall clock is so wrong; null: right. */
  setClock(error: ClockError | null): void {
    this.#clockError.set(error, this.#options.world.kernel.nowUs);
    if (error !== null) this.#injected('edge.clock', null);
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    const running = this.#boots.running;
    if (running === null) return;
    running.entrance.configure(settings);
    const told = toldTheEdge(settings);
    try {
      currentScope.run(running.scope, () => running.edge.reconfigure?.(told));
    } catch (error) {
      this.#options.world.crashed('reconfigure() of the edge threw', error);
    }
  }

  deliver(key: DeliveryKey, request: Request, end: DeliveryEnd): AtEdge | null {
    const running = this.#boots.running;
    if (running === null) throw new Error('A request was delivered to an edge that is down.');
    const { dates = true } = this.#options;
    this.#sent?.add(key, request);
    return running.entrance.deliver(key, request, dates ? dating(end, running.clock) : end);
  }

  /** Whether it crashes between taking a reading and saying so. */
  #crashesAt(key: DeliveryKey, wire: EdgeAnswer | null): boolean {
    if (this.#crash === null || !isTaken(wire)) return false;
    const { downMs } = this.#crash;
    this.#crash = null;
    this.#injected('edge.crash', key);
    this.#boots.crash('edge.crash');
    this.#options.world.kernel.after(usFromMs(downMs), () => this.boot());
    return true;
  }

  /** Reads the metrics, where that is worth while. */
  async probe(final: boolean): Promise<void> {
    const running = this.#boots.running;
    if (running === null || !this.#probe.hasMetrics || this.#freeze.isOn) return;
    try {
      await this.#boots.work(() => this.#probe.read(running, final));
    } catch (error) {
      this.#options.world.crashed('the harness failed to read the metrics of the edge', error);
    }
  }

  /** False when no look at the metrics is under way. */
  giveUpProbe(): boolean {
    return this.#probe.giveUp();
  }

  /** Looks at what the edge holds, and tells where it is more than open requests need. */
  look(final: boolean): void {
    const running = this.#boots.running;
    const held = running === null ? null : heldByEdge(running);
    if (running === null || held === null) return;
    const { kernel, record } = this.#options.world;
    record({
      at: kernel.nowUs,
      kind: 'holdings_read',
      host: this.#instance.name,
      boot: running.boot,
      final,
      ...held,
    });
  }

  /** What it lists at this instant; nothing where it does not list, or is down. */
  listed(): readonly StoredIds[] {
    const { running } = this.#boots;
    if (running === null) return [];
    return this.#ask(() => idsListedBy(running, this.#options.wire)) ?? [];
  }

  /** The end of the run: what is listed and not yet told is told now. */
  finish(): void {
    if (this.#boots.running !== null) this.#collectListed(this.#boots.running);
  }

  async close(): Promise<void> {
    await this.#boots.close();
  }

  /** The last thing: nothing of this host runs any more. */
  release(): void {
    this.#boots.release();
  }

  /** An edge that lists what it stored does so once for each boot: when it crashes, or at the end. */
  #collectListed(running: EdgeBoot): void {
    const { world, wire } = this.#options;
    // Who has closed its database can't be asked any more.
    const known = this.#beforeClose === null ? null : (listedIfItCan(running) ?? this.#beforeClose);
    this.#beforeClose = null;
    this.#ask(() => {
      const list = known ?? listedBy(running);
      const hasOthers = list.some((reading) => {
        const ids = this.#sent === null ? null : storedIds(reading, wire);
        return ids !== null && this.#sent?.lacks(ids) === true;
      });
      for (const reading of this.#lists.ends(running, list, hasOthers)) recordStored(world, reading, wire);
    });
  }

  #storedOf(device: string): StoredNow | null {
    const { wire } = this.#options;
    const { running } = this.#boots;
    if (running === null || wire === undefined) return null;
    return this.#ask(() => storedNow(running, wire, device)) ?? null;
  }

  /** Null: the edge's code threw. */
  #ask<Told>(ask: () => Told): Told | null {
    try {
      return ask();
    } catch (error) {
      this.#options.world.crashed('accepted() of the edge threw', error);
      return null;
    }
  }
}

/** Whether an edge says that it took a reading. */
function isTaken(wire: EdgeAnswer | null): boolean {
  return wire !== null && wire.status >= 200 && wire.status < 300;
}
