import type { EdgeUnderTest } from '../../ports/index.ts';
import type { FaultName } from '../trace/index.ts';
import { NoWayInError } from '../transport/index.ts';
import type { EdgeBoot } from './edge-boot.ts';
import type { EdgeInstance } from './edge-instance.ts';
import { HostClock } from './host-clock.ts';
import { letEnd } from './quiescence.ts';
import { currentScope } from './scope.ts';
import type { Version } from './version.ts';
import type { WallClockError } from './wall-clock-error.ts';
import type { WorldServices } from './world-services.ts';

/** A boot that begins: the edge in it is still to be made. */
export interface Beginning extends Pick<EdgeBoot, 'boot' | 'clock'> {
  /** False once this boot has ended, or failed to begin. */
  readonly isAlive: () => boolean;
}

/** The edge of a boot that begins. */
export interface Making extends Pick<EdgeBoot, 'scope' | 'interleaving'> {
  /** To be called in the scope. */
  readonly make: () => EdgeUnderTest | Promise<EdgeUnderTest>;
}

/** What there is of a boot before anything stands around its edge. */
export type Booted = Pick<EdgeBoot, 'boot' | 'clock' | 'scope' | 'interleaving' | 'edge'>;

export interface EdgeBootsOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record' | 'crashed' | 'unsupported'>;
  readonly instance: EdgeInstance;
  /** Which version of the edge boots next. */
  readonly version: () => Version;
  /** How wrong the wall clock of its machine is. */
  readonly clockError: WallClockError;
  /** Whether the edge may go on in promises of its own. */
  readonly keepsContext: boolean;
  readonly begin: (beginning: Beginning) => Making;
  /** How often what it stores in has refused something so far. */
  readonly refusals: () => number;
  /** Puts around the edge what stands there. */
  readonly surround: (booted: Booted) => EdgeBoot;
  /** Called in the scope of each edge that runs from now on. */
  readonly ready: (running: EdgeBoot) => void;
  /** It is told to close: called before. */
  readonly closing: (running: EdgeBoot) => void;
  /** A crash comes: called while the edge runs. */
  readonly ending: (running: EdgeBoot) => void;
  /** Called at each crash, when its code is heard by nobody any more. */
  readonly crashed: (by: FaultName, boot: number, how: { readonly isOrderly: boolean }) => void;
}

/**
 * An edge that can't start without its store ends, and whoever looks after it starts it again: systemd after 0.1 s (`RestartSec`),
 * Docker after 0.1 s, then twice as long each time, Kubernetes after 10 s.
 */
const START_AGAIN_US = 1_000_000;

/** How far an edge is that was told to stop. */
interface Stopping {
  /** Nothing is open any more, and it has been told so. */
  readonly isClosing: boolean;
  /** Nothing is waited for any more. */
  readonly cutOff: () => void;
}

/** Boots and crashes of an edge: at most one boot runs, and nobody hears of those before it. */
export class EdgeBoots {
  readonly #options: EdgeBootsOptions;
  #running: EdgeBoot | null = null;
  #count = 0;
  /** Boots and other works of the harness that have begun and not ended. */
  #works = 0;
  /** The clock of the boot that is heard: since it began to boot, until it crashes. */
  #clock: HostClock | null = null;
  #downBy: FaultName = 'edge.restart';
  #stopFollowing: (() => void) | null = null;
  /** Null: it does not stop. */
  #stopping: Stopping | null = null;
  /** It did not start for want of its store, and is to be started again. */
  #isAwaited = false;

  constructor(options: EdgeBootsOptions) {
    this.#options = options;
  }

  /** The boot that runs; null while there is none. */
  get running(): EdgeBoot | null {
    return this.#running;
  }

  get clock(): HostClock | null {
    return this.#clock;
  }

  /** Boots, exchanges and probes that have begun and not ended, but for those that wait for the network. */
  get openWork(): number {
    return this.#works + (this.#running?.deliveries.whole ?? 0);
  }

  /** Whether the one that runs has been told to stop: it takes nothing new. */
  get isStopping(): boolean {
    return this.#stopping !== null;
  }

  /** What it is down by, or was last. */
  get downBy(): FaultName {
    return this.#downBy;
  }

  /** Nothing happens where it runs already. */
  boot(): void {
    // Its time is over.
    if (this.isStopping) this.#end('edge.restart', { isOrderly: true });
    if (this.#clock !== null) return;
    this.#isAwaited = false;
    const { world, instance, clockError, keepsContext, begin, version, refusals } = this.#options;
    const boot = this.#count;
    const refusedBefore = refusals();
    const booted = version();
    this.#count += 1;
    const sinceUs = world.kernel.nowUs;
    const clock = new HostClock(world.kernel, { keepsContext, error: clockError, sinceUs });
    this.#clock = clock;
    let alive = true;
    const { make, ...making } = begin({ boot, clock, isAlive: () => alive && this.#clock === clock });
    this.work(async () => {
      const edge = await currentScope.run(making.scope, async () => make());
      this.#start({ boot, clock, ...making, edge }, booted);
    }).catch((error: unknown) => {
      alive = false;
      if (error instanceof NoWayInError)
        world.unsupported(instance.name, error.message, 'use --transport inject');
      else if (refusals() > refusedBefore) this.#startAgain(clock, making);
      else world.crashed('the edge did not start', error);
    });
  }

  /** Its store was away, or had no room. */
  #startAgain(clock: HostClock, { interleaving }: Pick<Making, 'interleaving'>): void {
    interleaving?.stop();
    clock.stop();
    this.#clock = null;
    this.#isAwaited = true;
    this.#options.world.kernel.after(START_AGAIN_US, () => {
      if (this.#isAwaited) this.boot();
    });
  }

  #start(booted: Booted, version: Version): void {
    const { world, instance, surround, ready } = this.#options;
    const { boot, edge, scope, interleaving } = booted;
    if (edge.synchronous !== true) this.#stopFollowing ??= currentScope.followPromises();
    const running = surround(booted);
    this.#running = running;
    interleaving?.open();
    const told = { ...instance.told, ...(version !== 'current' && { version }) };
    world.record({ at: world.kernel.nowUs, kind: 'edge_started', boot, ...told });
    currentScope.run(scope, () => ready(running));
  }

  crash(by: FaultName): void {
    this.#isAwaited = false;
    this.#end(by, { isOrderly: false });
  }

  /** Tells the edge that runs to stop: when nothing is open any more it is closed, and when the time is up it is cut off. */
  stop(withinUs: number): void {
    const running = this.#running;
    this.#isAwaited = false;
    if (running === null || this.isStopping) return;
    const { kernel } = this.#options.world;
    this.#stopping = { isClosing: false, cutOff: () => {} };
    kernel.after(withinUs, () => {
      if (this.#running === running && this.isStopping) this.#end('edge.restart', { isOrderly: true });
    });
    if (running.deliveries.open === 0) this.idle();
  }

  /** Nobody waits for an answer. */
  idle(): void {
    if (this.#stopping?.isClosing === false && this.#running !== null) void this.#closeInOrder(this.#running);
  }

  /** What it has to do yet may take its time, as far as there is some. */
  async #closeInOrder(running: EdgeBoot): Promise<void> {
    const { world } = this.#options;
    const isCutOff = new Promise<void>((cutOff) => (this.#stopping = { isClosing: true, cutOff }));
    this.#options.closing(running);
    try {
      await this.work(() => {
        const closed = currentScope.run(running.scope, async () => running.edge.close?.());
        return Promise.race([closed, isCutOff]);
      });
    } catch (error) {
      world.crashed('close() of the edge threw', error);
    }
    if (this.#running === running) this.#end('edge.restart', { isOrderly: true });
  }

  #end(by: FaultName, { isOrderly }: { readonly isOrderly: boolean }): void {
    const running = this.#running;
    if (running === null) return;
    this.#stopping?.cutOff();
    this.#stopping = null;
    this.#downBy = by;
    const { world, instance, ending, crashed } = this.#options;
    const { boot, interleaving, clock, transport, deliveries } = running;
    ending(running);
    this.#running = null;
    interleaving?.stop();
    clock.stop();
    // From here on the code of this boot is heard by nobody.
    this.#clock = null;
    const at = world.kernel.nowUs;
    const openExchanges = deliveries.inWork;
    const how = isOrderly ? { orderly: true } : {};
    world.record({ at, kind: 'edge_crashed', boot, openExchanges, ...instance.told, ...how });
    transport.close();
    deliveries.crash(by);
    crashed(by, boot, { isOrderly });
  }

  /** What the harness does with the edge besides exchanges: nothing settles before it is over. */
  async work(run: () => Promise<void>): Promise<void> {
    const { kernel } = this.#options.world;
    this.#works += 1;
    kernel.unsettle();
    try {
      await run();
    } finally {
      this.#works -= 1;
      kernel.unsettle();
    }
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    running.interleaving?.release();
    running.clock.stop();
    const isClosed = this.#stopping?.isClosing === true;
    this.#stopping?.cutOff();
    if (!isClosed) await letEnd(currentScope.run(running.scope, async () => running.edge.close?.()));
    running.transport.close();
  }

  /** The last thing: nothing of this edge runs any more. */
  release(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }
}
