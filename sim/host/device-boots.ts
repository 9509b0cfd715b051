import { OpenList } from '../../lists/open-list.ts';
import type { DeviceUnderTest } from '../../ports/index.ts';
import type { DeviceBoot } from './device-boot.ts';
import type { DeviceWallClock } from './device-wall-clock.ts';
import { HostClock } from './host-clock.ts';
import type { OpenSend } from './open-send.ts';
import type { RoughDisk } from './rough-disk.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';
import type { WorldServices } from './world-services.ts';

/** A boot that begins: the device in it is still to be made. */
export interface Beginning extends Pick<DeviceBoot, 'boot' | 'clock' | 'open'> {
  /** False once this boot has ended. */
  readonly isAlive: () => boolean;
}

/** The device of a boot that begins. */
interface Making {
  readonly scope: Scope;
  /** To be called in the scope. */
  readonly make: () => DeviceUnderTest | Promise<DeviceUnderTest>;
}

export interface DeviceBootsOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record' | 'crashed'>;
  readonly id: string;
  readonly disk: RoughDisk;
  readonly wallClock: DeviceWallClock;
  /** Whether other devices run in its process, which then outlives its boots. */
  readonly sharesProcess: boolean;
  readonly begin: (beginning: Beginning) => Making;
  /** Called in its scope with each device that runs from now on. */
  readonly ready: (device: DeviceUnderTest) => void;
  /** Called at each crash. */
  readonly crashed: () => void;
}

/** Boots and crashes of one device: at most one boot runs, and nobody hears of those before it. */
export class DeviceBoots {
  readonly #options: DeviceBootsOptions;
  #running: DeviceBoot | null = null;
  #boots = 0;
  #booting = 0;
  /** The clock of the boot that is heard: since it began to boot, until it crashes. */
  #alive: HostClock | null = null;

  constructor(options: DeviceBootsOptions) {
    this.#options = options;
  }

  /** The boot that runs; null while there is none. */
  get running(): DeviceBoot | null {
    return this.#running;
  }

  /** That of the boot that is heard; null: there is none. */
  get clock(): HostClock | null {
    return this.#alive;
  }

  /** Boots that have begun and not ended. */
  get openWork(): number {
    return this.#booting;
  }

  /** A device that boots may wait for a timer of its own clock. */
  get timersPending(): boolean {
    return (this.#alive?.pending ?? 0) > 0;
  }

  boot(): void {
    const { world, id, disk, wallClock, sharesProcess, begin } = this.#options;
    // The device wrote nothing since its power was to go.
    if (disk.isCutting) this.#losePower('at rest');
    const boot = this.#boots;
    this.#boots += 1;
    const sinceUs = sharesProcess ? 0 : world.kernel.nowUs;
    const clock = new HostClock(world.kernel, { error: wallClock.error, sinceUs });
    const open = new OpenList<OpenSend>();
    this.#alive = clock;
    const { scope, make } = begin({ boot, clock, open, isAlive: () => this.#alive === clock });
    world.record({ at: world.kernel.nowUs, kind: 'device_started', device: id, boot });
    this.#start({ boot, clock, scope, open }, () => currentScope.run(scope, make));
  }

  /** Our own factory is synchronous and must be running at once; others may take their time. */
  #start(booted: Omit<DeviceBoot, 'device'>, make: Making['make']): void {
    const { world, id } = this.#options;
    const ready = (device: DeviceUnderTest): void => {
      booted.clock.synchronous = device.synchronous === true;
      this.#running = { ...booted, device };
      currentScope.run(booted.scope, () => this.#options.ready(device));
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
    const waits = this.#options.disk.waitsForSync(running.boot, () => this.#losePower('in mid-write'));
    if (!waits) this.#losePower('at rest');
  }

  #losePower(when: 'at rest' | 'in mid-write'): void {
    const running = this.#running;
    if (running === null) return;
    const { world, id, disk, crashed } = this.#options;
    this.#running = null;
    this.#alive = null;
    running.clock.stop();
    for (const sent of running.open.takeAll()) sent.abandon('crash');
    crashed();
    disk.crash(running.boot, when);
    world.record({ at: world.kernel.nowUs, kind: 'device_crashed', device: id, boot: running.boot });
  }

  /** The end of the run, in order. Code of the boot that ran is heard still. */
  end(): void {
    this.#running?.clock.stop();
    this.#running = null;
  }
}
