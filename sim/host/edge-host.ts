import { INGEST_PATH, METRICS_PATH } from '../../protocol/index.ts';
import { recordOtherAnswers, recordOthers } from '../net/index.ts';
import type { Answer, AtEdge, DeliveryEnd, Request } from '../net/index.ts';
import type { EdgeAnswer, EdgeFactory, EdgeRequest, EdgeUnderTest } from '../../ports/index.ts';
import type { Transport, TransportFactory } from '../transport/index.ts';
import type { Cause, DeliveryKey, FaultName } from '../trace/index.ts';
import { BootDisk } from './boot-disk.ts';
import { answerFrom, countersFrom } from './edge-answer.ts';
import { createEdgeEnv, EDGE, exchangeRandom, recordStored } from './edge-env.ts';
import { FailingDisk } from './failing-disk.ts';
import { Front } from './front.ts';
import type { StoreOutage } from './front.ts';
import { Frozen } from './frozen.ts';
import type { Freeze } from './frozen.ts';
import { Gateway } from './gateway.ts';
import type { Passing } from './gateway.ts';
import { toldTheEdge } from './gateway-settings.ts';
import type { FrontSettings, GatewaySettings } from './gateway-settings.ts';
import { OWN_TIMERS_MAX, timersHeld } from './holdings.ts';
import { usFromMs } from '../kernel/index.ts';
import { HostClock } from './host-clock.ts';
import { hostGlobals } from './host-globals.ts';
import { fetchNowhere, OutsideNetwork } from './outside-network.ts';
import { OpenList } from '../../lists/open-list.ts';
import { Interleaving } from './interleaving.ts';
import { HeldRequest, OpenExchange } from './open-exchange.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { WallClockError } from './wall-clock-error.ts';
import type { ClockError } from './wall-clock-error.ts';
import type { WireBook } from './wire/wire-book.ts';
import type { WorldServices } from './world-services.ts';

export interface EdgeHostOptions<Settings extends FrontSettings & GatewaySettings> {
  readonly world: WorldServices;
  readonly factory: EdgeFactory;
  readonly transport: TransportFactory;
  readonly settings: Settings;
  /** Whether requests are let in while the edge waits for anything but timers. Default: no. */
  readonly interleaves?: boolean;
  /** Whether the edge is anybody's, not our own, of which more is known. Default: yes. */
  readonly foreign?: boolean;
  /** Whether devices look into a 2xx before they believe it. Default: yes. */
  readonly echoes?: () => boolean;
  /** Knows readings and devices by what messages call them. Default: by their own numbers and ids. */
  readonly wire?: WireBook;
  /** The path at which devices believe our own edge to be: something in front of it writes it anew. Default: its own. */
  readonly path?: string;
}

/** An edge may go on with a request whose client is gone, for so long. */
const GONE_MS_MAX = 60_000;

/** What exists from one boot to the next crash. */
interface Running {
  readonly boot: number;
  readonly edge: EdgeUnderTest;
  readonly transport: Transport;
  readonly clock: HostClock;
  readonly scope: Scope;
  readonly interleaving: Interleaving | null;
  readonly open: OpenList<OpenExchange>;
  /** Those whose client is gone: the edge may work on them still, or it may not. */
  readonly gone: OpenList<OpenExchange>;
  /** In front of an edge that takes no settings; null: it plays its faults itself. */
  readonly gateway: Gateway | null;
  readonly front: Front;
}

/**
 * The machine the edge runs on: it boots, answers, crashes and boots again, with a disk that survives.
 *
 * Over 300 lines, because boot, exchange and crash change one count of open work and are read together.
 */
export class EdgeHost<Settings extends FrontSettings & GatewaySettings> {
  readonly #options: EdgeHostOptions<Settings>;
  readonly #disk = new FailingDisk(() => this.#diskRefused());
  readonly #clockError = new WallClockError();
  #settings: Settings;
  #running: Running | null = null;
  #boots = 0;
  #openWork = 0;
  #clock: HostClock | null = null;
  #storeOutage: StoreOutage | null = null;
  /** The exchange that was last refused by its disk. */
  #refusedTo: DeliveryKey | null = null;
  /** It is to crash at the next reading that it takes, and to boot again after so long; null: it is not. */
  #crash: { readonly downMs: number } | null = null;
  /** What it is down by, or was last. */
  #downBy: FaultName = 'edge.restart';
  /** While its process stands still. */
  #frozen: Frozen | null = null;
  #hasMetrics = true;
  /** Ends the look at the metrics that is under way, without an answer; null: there is none. */
  #endProbe: (() => void) | null = null;
  #transportName = 'none';
  #stopFollowing: (() => void) | null = null;

  constructor(options: EdgeHostOptions<Settings>) {
    this.#options = options;
    this.#settings = options.settings;
  }

  isUp(): boolean {
    return this.#running !== null;
  }

  get transportName(): string {
    return this.#transportName;
  }

  /** Boots, exchanges and probes that have begun and not ended. */
  get openWork(): number {
    return this.#openWork;
  }

  get openExchanges(): number {
    return this.#running?.open.size ?? 0;
  }

  get timersPending(): boolean {
    return (this.#clock?.pending ?? 0) > 0 || this.#frozen !== null;
  }

  /** Whether the edge waits for anything that will come by itself, timers aside. */
  get isWaiting(): boolean {
    return (this.#running?.interleaving?.pending ?? 0) > 0;
  }

  /** Names what is open, for the message about a run that does not get on. */
  describeOpen(): string {
    const exchange = this.#running?.open.first ?? null;
    if (exchange === null) return 'the start of the edge, or its answer to a probe,';
    const { device, reading, attempt } = exchange.exchange;
    return `the edge's handling of reading ${reading} of ${device} (attempt ${attempt})`;
  }

  /** What the running edge lets others see of it. */
  get observable(): { readonly stored: 'as-it-happens' | 'listed' | 'no' } {
    const accepted = this.#running?.edge.accepted;
    return { stored: accepted === undefined ? 'no' : accepted === 'as-it-happens' ? accepted : 'listed' };
  }

  /** Nothing happens where it runs already. */
  boot(): void {
    if (this.#clock !== null) return;
    const { world, factory, transport, interleaves = false, foreign = true, wire } = this.#options;
    const boot = this.#boots;
    this.#boots += 1;
    const clock = new HostClock(world.kernel, { keepsContext: foreign, error: this.#clockError });
    this.#clock = clock;
    let alive = true;
    const isAlive = (): boolean => alive && this.#clock === clock;
    const network = this.#network(isAlive);
    const globals = hostGlobals(world.random, EDGE, boot, isAlive, {
      clockError: this.#clockError,
      makeNetwork: () => network,
      makeFetch: () => fetchNowhere(network),
      isHeld: (fire) => this.#frozen !== null && this.#frozen.timers.push(fire) > 0,
    });
    const interleaving = interleaves
      ? new Interleaving({ clock, random: exchangeRandom(world), boot })
      : null;
    const scope: Scope = { globals, exchange: null, interleaving };
    const env = createEdgeEnv({
      world,
      clock,
      disk: new BootDisk(this.#disk, isAlive),
      config: toldTheEdge(this.#settings),
      isCurrent: () => this.#clock === clock,
      wire,
    });
    this.#work(async () => {
      const edge = await currentScope.run(scope, async () => factory(env));
      if (edge.synchronous !== true) this.#stopFollowing ??= currentScope.followPromises();
      const carrier = transport(
        {
          handler: (request, response) => edge.handler(request, response),
          exchange: edge.exchange?.bind(edge),
        },
        { responseEvents: edge.synchronous !== true, ownConnections: foreign },
      );
      this.#transportName = carrier.name;
      const [open, gone] = [new OpenList<OpenExchange>(), new OpenList<OpenExchange>()];
      const gateway = edge.reconfigure === undefined ? this.#gateway() : null;
      const front = this.#front(gateway);
      this.#running = {
        boot,
        edge,
        transport: carrier,
        clock,
        scope,
        interleaving,
        open,
        gone,
        gateway,
        front,
      };
      interleaving?.open();
      world.record({ at: world.kernel.nowUs, kind: 'edge_started', boot });
      currentScope.run(scope, () => edge.reconfigure?.(toldTheEdge(this.#settings)));
    }).catch((error: unknown) => {
      alive = false;
      world.crashed('the edge did not start', error);
    });
  }

  crash(by: FaultName = 'edge.restart'): void {
    const running = this.#running;
    if (running === null) return;
    this.#downBy = by;
    const { world } = this.#options;
    this.#collectListed(running);
    this.#running = null;
    running.interleaving?.stop();
    running.clock.stop();
    // From here on the code of this boot is heard by nobody.
    this.#clock = null;
    this.#disk.crash();
    world.record({
      at: world.kernel.nowUs,
      kind: 'edge_crashed',
      boot: running.boot,
      openExchanges: running.open.size + running.gone.size,
    });
    running.transport.close();
    for (const exchange of running.open.takeAll()) {
      this.#openWork -= 1;
      exchange.end.broken(by);
    }
    for (const exchange of running.gone.takeAll()) exchange.end.broken(by);
    const frozen = this.#frozen;
    this.#frozen = null;
    for (const { end } of frozen?.requests ?? []) end.broken(by);
    for (const { broken } of frozen?.answers ?? []) broken();
  }

  /** From now on what it stores in is away; null: it is there. */
  setStoreOutage(outage: StoreOutage | null): void {
    this.#storeOutage = outage;
    this.#disk.isAway = outage !== null;
  }

  /** From now on it is to crash, at the next reading that it takes; null: it is not. */
  setCrash(crash: { readonly downMs: number } | null): void {
    this.#crash = crash;
  }

  /** From now on its process stands still; null: it goes on, with all that came meanwhile. */
  setFreeze(freeze: Freeze | null): void {
    if (freeze !== null) {
      this.#frozen ??= new Frozen(freeze);
      this.#clock?.freeze();
      return;
    }
    const frozen = this.#frozen;
    this.#frozen = null;
    if (frozen === null) return;
    const { kernel } = this.#options.world;
    const runTimers = (): void => {
      this.#clock?.thaw();
      for (const fire of frozen.timers) kernel.after(0, fire);
    };
    if (frozen.first === 'timers') runTimers();
    for (const { goOn } of frozen.answers) goOn();
    for (const passing of frozen.requests) kernel.after(0, () => this.#pass(passing));
    if (frozen.first === 'requests') runTimers();
  }

  /** Within the request that asked for it, as far as that can be told. */
  #diskRefused(): void {
    const exchange = currentScope.getStore()?.exchange ?? null;
    if (exchange !== null && exchange === this.#refusedTo) return;
    this.#refusedTo = exchange;
    this.#injected('edge.storeOutage', exchange);
  }

  #injected(fault: FaultName, key: DeliveryKey | null): void {
    const { kernel, record } = this.#options.world;
    const { device, reading, attempt } = key ?? { device: EDGE, reading: null, attempt: -1 };
    record({ at: kernel.nowUs, kind: 'fault_injected', device, reading, attempt, fault });
  }

  /** From now on its wall clock is so wrong; null: right. */
  setClock(error: ClockError | null): void {
    const { kernel, record } = this.#options.world;
    const at = kernel.nowUs;
    this.#clockError.set(error, at);
    if (error === null) return;
    record({ at, kind: 'fault_injected', device: EDGE, reading: null, attempt: -1, fault: 'edge.clock' });
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    const running = this.#running;
    if (running === null) return;
    running.gateway?.configure(settings);
    running.front.configure(settings);
    const told = toldTheEdge(settings);
    try {
      currentScope.run(running.scope, () => running.edge.reconfigure?.(told));
    } catch (error) {
      this.#options.world.crashed('reconfigure() of the edge threw', error);
    }
  }

  deliver(key: DeliveryKey, request: Request, end: DeliveryEnd): AtEdge | null {
    const running = this.#running;
    if (running === null) throw new Error('A request was delivered to an edge that is down.');
    // As nearly always: nothing stands in front of it.
    if (running.gateway === null && running.front.isOpen(request) && this.#frozen === null)
      return this.#exchange(running, key, request, end);
    const held = new HeldRequest();
    running.front.deliver({ key, request, end, held });
    return held;
  }

  #network(isAlive: () => boolean): OutsideNetwork {
    const { allowedNet, unsupported } = this.#options.world;
    return new OutsideNetwork({
      allowed: allowedNet,
      unsupported: (what, remedy) => {
        if (isAlive()) unsupported(EDGE, what, remedy);
      },
    });
  }

  /** For the boot at hand, like the gateway behind it. */
  #front(gateway: Gateway | null): Front {
    const { world, echoes = () => true } = this.#options;
    return new Front({
      world,
      settings: this.#settings,
      // An edge that has used its disk knows what to answer.
      storeOutage: () => (this.#disk.isUsed ? null : this.#storeOutage),
      echoes,
      answered: (key, answer, request) => this.#recordAnswer(key, answer, 'gateway', request),
      pass: (passing) => (gateway === null ? this.#pass(passing) : gateway.deliver(passing)),
    });
  }

  #pass(passing: Passing): void {
    const { key, request, end, held } = passing;
    if (this.#frozen !== null) {
      this.#injected('edge.freeze', key);
      this.#frozen.requests.push(passing);
      return;
    }
    if (this.#running === null) {
      end.broken(this.#downBy);
      return;
    }
    const exchange = this.#exchange(this.#running, key, request, end);
    if (held.passOn(exchange)) this.#options.world.kernel.after(0, () => exchange.hungUp());
  }

  /** For the boot at hand: it runs when the first request comes. */
  #gateway(): Gateway {
    const { world } = this.#options;
    const boots = this.#boots;
    const downBy = (): FaultName | null =>
      this.#running !== null && this.#boots === boots ? null : this.#downBy;
    return new Gateway({
      world,
      settings: this.#settings,
      downBy,
      answered: (key, answer, request) => this.#recordAnswer(key, answer, 'gateway', request),
      pass: (passing) => this.#pass(passing),
    });
  }

  #exchange(running: Running, key: DeliveryKey, request: Request, end: DeliveryEnd): OpenExchange {
    const { world } = this.#options;
    const { device, reading, attempt, copy } = key;
    const delivered = {
      at: world.kernel.nowUs,
      kind: 'request_delivered',
      device,
      reading,
      attempt,
      copy,
    } as const;
    world.record(delivered);
    recordOthers(world.record, delivered, request.others);
    const exchange = new OpenExchange(running.scope, key, end, this.#hungUp, request);
    running.open.add(exchange);
    this.#openWork += 1;
    const wire = this.#carry(running, this.#atItsPath(request), exchange);
    if (!(wire instanceof Promise)) {
      world.kernel.soon(() => this.#answered(running, exchange, wire));
      return exchange;
    }
    world.kernel.unsettle();
    wire
      .then(
        (complete) => this.#answered(running, exchange, complete),
        () => this.#answered(running, exchange, null),
      )
      .catch((error: unknown) => world.crashed('the harness failed on an answer of the edge', error));
    return exchange;
  }

  /** What the edge makes of that is up to it: nothing waits for its answer any more, and nothing keeps it from answering. */
  readonly #hungUp = (exchange: OpenExchange): void => {
    const running = this.#running;
    if (running === null || !running.open.remove(exchange)) return;
    this.#openWork -= 1;
    running.gone.add(exchange);
    const { kernel, record } = this.#options.world;
    exchange.goneAtUs = kernel.nowUs;
    const { device, reading, attempt, copy } = exchange.exchange;
    const gone = { at: kernel.nowUs, kind: 'client_gone', device, reading, attempt, copy } as const;
    record(gone);
    recordOthers(record, gone, exchange.request.others);
    const { connection } = exchange;
    if (connection === null) return;
    kernel.unsettle();
    currentScope.run(exchange, () => connection.hangUp());
  };

  /** Null: the edge closed the connection. */
  #carry(
    running: Running,
    request: Request,
    exchange: OpenExchange,
  ): EdgeAnswer | null | Promise<EdgeAnswer> {
    try {
      return running.transport.exchange(request, (run) => currentScope.run(exchange, run), exchange);
    } catch {
      return null;
    }
  }

  #answered(running: Running, exchange: OpenExchange, wire: EdgeAnswer | null): void {
    const { exchange: key, end } = exchange;
    if (this.#crash !== null && exchange.listed && !exchange.isGone && isTaken(wire)) {
      this.#crashAt(key, this.#crash.downMs);
      return;
    }
    if (!this.#closed(running, exchange)) return;
    if (this.#frozen !== null) {
      this.#injected('edge.freeze', key);
      const by = this.#downBy;
      this.#frozen.answers.push({
        goOn: () => this.#answer(exchange, wire),
        broken: () => end.broken(by),
      });
      return;
    }
    this.#answer(exchange, wire);
  }

  #crashAt(key: DeliveryKey, downMs: number): void {
    this.#crash = null;
    this.#injected('edge.crash', key);
    this.crash('edge.crash');
    this.#options.world.kernel.after(usFromMs(downMs), () => this.boot());
  }

  #answer({ exchange: key, end, request }: OpenExchange, wire: EdgeAnswer | null): void {
    if (wire === null) {
      end.broken('edge_closed' satisfies Cause);
      return;
    }
    const answer = this.#read(wire, key, request);
    this.#recordAnswer(key, answer, 'edge', request);
    end.answered(answer);
  }

  /** What reads an answer may be code of a user's. */
  #read(wire: EdgeAnswer, key: DeliveryKey, { judge }: Request): Answer {
    try {
      return answerFrom(wire, key, judge);
    } catch (error) {
      this.#options.world.crashed('what tells readings from answers threw', error);
      return answerFrom(wire, key, undefined);
    }
  }

  /** False when a crash had closed it before. */
  #closed(running: Running, exchange: OpenExchange): boolean {
    if (exchange.isGone) return running.gone.remove(exchange);
    if (!running.open.remove(exchange)) return false;
    this.#openWork -= 1;
    return true;
  }

  #recordAnswer(key: DeliveryKey, answer: Answer, source: 'edge' | 'gateway', { others }: Request): void {
    const { kernel, record } = this.#options.world;
    const { device, reading, attempt, copy } = key;
    const { retryAfter, items } = answer;
    const status = items?.[0]?.status ?? answer.status;
    const at = kernel.nowUs;
    const kind = 'request_answered';
    const event = { at, kind, device, reading, attempt, copy, status, retryAfter, source } as const;
    record(event);
    recordOtherAnswers(record, event, others, items);
  }

  /** Our own edge has one path; who believes it to be elsewhere comes by way of a proxy that knows. */
  #atItsPath(request: Request): Request {
    const { path, foreign = true } = this.#options;
    return path === undefined || foreign || request.path !== path
      ? request
      : { ...request, path: INGEST_PATH };
  }

  /**
   * Reads `/metrics` as an operator would. An edge that has none in our form is asked only once: it may know nothing of such
   * a request, and throw or never answer. That is held against nobody.
   */
  probe(final: boolean): void {
    const running = this.#running;
    if (running === null || !this.#hasMetrics || this.#frozen !== null) return;
    const { world } = this.#options;
    const unanswered = new Promise<null>((resolve) => {
      this.#endProbe = () => resolve(null);
    });
    const scope: Scope = {
      globals: running.scope.globals,
      exchange: null,
      onStrayError: () => this.giveUpProbe(),
    };
    this.#work(async () => {
      const request = {
        method: 'GET',
        path: METRICS_PATH,
        headers: { accept: 'application/json' },
        body: '',
      };
      const wire = await Promise.race([this.#carried(running, request, scope), unanswered]);
      this.#endProbe = null;
      if (wire === null && this.#running !== running) return;
      const counters = wire === null ? null : countersFrom(wire);
      this.#hasMetrics = counters !== null;
      world.record({ at: world.kernel.nowUs, kind: 'metrics_read', boot: running.boot, final, counters });
    }).catch((error: unknown) => world.crashed('the harness failed to read the metrics of the edge', error));
  }

  /** False when none is under way. */
  giveUpProbe(): boolean {
    const end = this.#endProbe;
    this.#endProbe = null;
    end?.();
    return end !== null;
  }

  /** Looks at what the edge holds, and tells where it is more than open requests need. */
  look(final: boolean): void {
    const running = this.#running;
    if (running === null) return;
    const { kernel, record } = this.#options.world;
    const open = new Set<unknown>();
    for (const { exchange } of running.open) open.add(exchange);
    for (const { exchange, goneAtUs } of running.gone) {
      if (kernel.nowUs - goneAtUs <= usFromMs(GONE_MS_MAX)) open.add(exchange);
    }
    const { holdings } = running.scope.globals ?? {};
    const timers = timersHeld([...running.clock.timers, ...(holdings?.timers ?? [])], (exchange) =>
      open.has(exchange),
    );
    const listeners = holdings?.listeners ?? 0;
    const { repeating, outlived, expiries } = timers;
    if (Math.max(repeating, outlived, expiries, listeners) <= OWN_TIMERS_MAX) return;
    const held = { requests: running.open.size, ...timers, listeners };
    record({ at: kernel.nowUs, kind: 'holdings_read', host: EDGE, boot: running.boot, final, ...held });
  }

  async #carried(running: Running, request: EdgeRequest, scope: Scope): Promise<EdgeAnswer | null> {
    try {
      return await running.transport.exchange(request, (run) => currentScope.run(scope, run));
    } catch {
      return null;
    }
  }

  /** The end of the run: what is listed and not yet told is told now. */
  finish(): void {
    if (this.#running !== null) this.#collectListed(this.#running);
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    running.interleaving?.release();
    running.clock.stop();
    await currentScope.run(running.scope, async () => running.edge.close?.());
    running.transport.close();
  }

  /** The last thing: nothing of this host runs any more. */
  release(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }

  /** An edge that lists what it stored does so once for each boot: when it crashes, or at the end. */
  #collectListed(running: Running): void {
    const { accepted } = running.edge;
    if (typeof accepted !== 'function') return;
    const { world, wire } = this.#options;
    try {
      for (const reading of currentScope.run(running.scope, () => [...accepted()]))
        recordStored(world, reading, wire);
    } catch (error) {
      world.crashed('accepted() of the edge threw', error);
    }
  }

  async #work(run: () => Promise<void>): Promise<void> {
    this.#openWork += 1;
    this.#options.world.kernel.unsettle();
    try {
      await run();
    } finally {
      this.#openWork -= 1;
      this.#options.world.kernel.unsettle();
    }
  }
}

/** Whether an edge says that it took a reading. */
function isTaken(wire: EdgeAnswer | null): boolean {
  return wire !== null && wire.status >= 200 && wire.status < 300;
}
