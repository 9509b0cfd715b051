import { INGEST_PATH } from '../../protocol/index.ts';
import type { Reading } from '../../protocol/index.ts';
import type { DeviceFactory, DeviceUnderTest, Random, RetryPolicy } from '../../ports/index.ts';
import type { Fabric } from '../net/index.ts';
import type { AttemptKey } from '../trace/index.ts';
import { AroundDevice } from './around-device.ts';
import type { AroundSettings } from './around-device.ts';
import { BootDisk } from './boot-disk.ts';
import type { DeviceBoot } from './device-boot.ts';
import { DeviceBoots } from './device-boots.ts';
import type { Beginning, DeviceBootsOptions } from './device-boots.ts';
import { createDeviceEnv, deviceRandom } from './device-env.ts';
import { holdingsOf } from './device-holdings.ts';
import { DeviceIntake } from './device-intake.ts';
import { deviceLog } from './device-log.ts';
import { DeviceSender } from './device-sender.ts';
import { DeviceWallClock } from './device-wall-clock.ts';
import { numberFor } from './reading-number.ts';
import { ProcessFreeze } from './process-freeze.ts';
import type { Freeze } from './process-freeze.ts';
import { letEnd } from './quiescence.ts';
import { RequestReader } from './request-reader.ts';
import { RoughDisk } from './rough-disk.ts';
import type { DiskError } from './rough-disk.ts';
import { currentScope } from './scope.ts';
import type { ClockError } from './wall-clock-error.ts';
import type { DevicePage } from './wire/wire-book.ts';
import type { WorldServices } from './world-services.ts';

export interface DeviceHostOptions<Settings extends AroundSettings> {
  readonly world: WorldServices;
  readonly id: string;
  /** Place in the fleet, from 0. */
  readonly index: number;
  readonly factory: DeviceFactory;
  readonly policy: RetryPolicy;
  /** Whether it is a user's that a device of ours keeps. Default: false. */
  readonly policyIsBrought?: boolean;
  /** Whether other devices run in its process. Default: false. */
  readonly sharesProcess?: boolean;
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

type DeviceFault =
  | 'device.clock'
  | 'device.damage'
  | 'device.disk'
  | 'device.freeze'
  | 'device.oldCopy'
  | 'device.unsetClock';

const OF_NO_ATTEMPT = { reading: null, attempt: -1 };

/**
 * The machine a device runs on: it boots, records, sends, crashes and boots again, with a disk that survives.
 *
 * Over 300 lines, because it is where all that befalls a machine meets its program.
 */
export class DeviceHost<Settings extends AroundSettings> {
  readonly id: string;
  readonly index: number;
  readonly #options: DeviceHostOptions<Settings>;
  readonly #disk: RoughDisk;
  readonly #boots: DeviceBoots;
  readonly #wallClock: DeviceWallClock;
  readonly #freeze: ProcessFreeze;
  readonly #random: Random;
  readonly #requests: RequestReader;
  readonly #sender: DeviceSender;
  readonly #intake: DeviceIntake;
  /** Made when it is needed: a device of ours plays its instabilities itself. */
  #around: AroundDevice | null = null;
  /** The device of the boot at hand takes no settings. */
  #takesNone = false;
  #settings: Settings;
  /** That wait for a process which stands still. */
  #samplesWaiting = 0;

  constructor(options: DeviceHostOptions<Settings>) {
    const { id, index, world, fabric, page } = options;
    this.id = id;
    this.index = index;
    this.#options = options;
    this.#settings = options.settings;
    this.#random = deviceRandom(world, id);
    this.#wallClock = new DeviceWallClock(world.kernel);
    this.#disk = new RoughDisk({
      mayBeRough: options.roughDisk === true,
      random: world.random,
      id,
      injected: () => this.#injected('device.disk'),
      damaged: () => this.#injected('device.damage'),
      rolledBack: () => this.#injected('device.oldCopy'),
    });
    this.#freeze = new ProcessFreeze({
      kernel: world.kernel,
      clock: () => this.#boots.clock,
      injected: (key) => this.#injected('device.freeze', key),
    });
    this.#boots = new DeviceBoots({
      world,
      id,
      disk: this.#disk,
      wallClock: this.#wallClock,
      sharesProcess: options.sharesProcess === true,
      begin: (beginning) => this.#begin(beginning),
      ready: (device) => {
        this.#takesNone = device.reconfigure === undefined;
        device.reconfigure?.(this.#settings);
      },
      crashed: () => {
        this.#around?.crash();
        // Nobody is refused by a device: what waits finds that it is gone.
        this.#freeze.crash('device.reboot');
      },
    });
    this.#requests = new RequestReader({ world, id, page });
    const around = (): AroundDevice | null => (this.#takesNone ? this.#surroundings() : null);
    this.#sender = new DeviceSender({ world, id, index, fabric, requests: this.#requests, around });
    this.#intake = new DeviceIntake({
      world,
      id,
      page,
      running: () => this.#boots.running,
      isRefusal: (error) => this.#disk.isRefusal(error),
    });
  }

  /** Boots that have begun and not ended. */
  get openWork(): number {
    return this.#boots.openWork;
  }

  /** A device that boots may wait for a timer of its own clock. */
  get timersPending(): boolean {
    return this.#boots.timersPending;
  }

  /** What the running device lets others see of it. */
  get observable(): { readonly pending: boolean; readonly outbox: boolean } {
    const device = this.#boots.running?.device;
    return { pending: device?.pending !== undefined, outbox: device?.outbox !== undefined };
  }

  boot(): void {
    this.#boots.boot();
  }

  /** The power goes: now, or in the midst of what the device syncs next, where its disk is rough. */
  crash(): void {
    this.#boots.crash();
  }

  #begin({ boot, clock, open, isAlive }: Beginning): ReturnType<DeviceBootsOptions['begin']> {
    const {
      world,
      id,
      index,
      policy,
      policyIsBrought = false,
      fastLane,
      page,
      factory,
      path = INGEST_PATH,
    } = this.#options;
    const { env, globals } = createDeviceEnv({
      world,
      id,
      index,
      boot,
      isAlive,
      clock,
      clockError: this.#wallClock.error,
      random: this.#random,
      log: deviceLog({
        world,
        id,
        requests: this.#requests,
        fastLane,
        page,
        isAlive,
        onUsedUp: () => this.#intake.usedUp(),
      }),
      disk: new BootDisk(this.#disk.content, isAlive),
      policy,
      policyIsBrought,
      config: this.#settings,
      path,
      send: this.#sender.of({ boot, open, isAlive }),
      isHeld: (fire) => this.#freeze.holdsTimer(fire),
      fastLane,
    });
    return { scope: { globals, exchange: null }, make: () => factory(env) };
  }

  /** From now on its wall clock is so wrong; null: right. `isShown`: the timestamps of readings show it. */
  setClock(error: ClockError | null, shown: { readonly isShown: boolean }): void {
    this.#wallClock.set(error, shown);
    if (error !== null) this.#injected('device.clock');
  }

  /** From now on its wall clock goes on from this instant, in ms since the epoch, whatever else is wrong with it; null: it is set. */
  setUnsetClock(fromMs: number | null): void {
    this.#wallClock.unset(fromMs);
    if (fromMs !== null) this.#injected('device.unsetClock');
  }

  /** From now on its disk is so rough; null: as kind as can be. Only of a host that has a disk for it. */
  setDisk(error: DiskError | null): void {
    this.#disk.set(error);
  }

  /** From now on so large a share of its files is damaged at each power cut. */
  setDamage(ratio: number): void {
    this.#disk.damageRatio = ratio;
  }

  /** From now on so large a share of power cuts leaves its disk as it is now; 0: none does. */
  setOldCopy(ratio: number): void {
    this.#disk.setOldCopy(ratio);
  }

  /** From now on its process stands still; null: it goes on, with all that came meanwhile. One that is down does not. */
  setFreeze(freeze: Freeze | null): void {
    const isNew = freeze !== null && this.#boots.running !== null && !this.#freeze.isOn;
    if (isNew) this.#injected('device.freeze');
    if (isNew || freeze === null) this.#freeze.set(freeze);
  }

  /** While its process stands still, what comes for an attempt waits, until `arrive` is called. False: it need not. */
  holds(key: AttemptKey, arrive: () => void): boolean {
    if (!this.#freeze.isOn) return false;
    this.#freeze.holdArrival(key, { goOn: arrive, broken: arrive });
    return true;
  }

  #injected(
    fault: DeviceFault,
    { reading, attempt }: Pick<AttemptKey, 'reading' | 'attempt'> = OF_NO_ATTEMPT,
  ): void {
    const { kernel, record } = this.#options.world;
    record({ at: kernel.nowUs, kind: 'fault_injected', device: this.id, reading, attempt, fault });
  }

  /** How far its wall clock is ahead of the time of the world, in whole ms. */
  get clockAheadMs(): number {
    return this.#wallClock.aheadMs;
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#around?.configure(settings);
    this.#inside((device) => device.reconfigure?.(settings));
  }

  /** The sensor has a reading. A device that is down or not ready takes none. */
  record(measured: Reading): void {
    this.#take(this.#wallClock.stamped(measured));
  }

  /** A process that stands still takes it when it goes on. */
  #take(reading: Reading): void {
    if (this.#freeze.isOn) {
      this.#holdSample(() => this.#take(reading));
      return;
    }
    if (this.#boots.running === null) return;
    this.#inside((device) => {
      if (device.ready?.() === false) this.#intake.skip();
      else if (this.#takesNone) this.#surroundings().sample(reading);
      else this.#intake.give(device, reading);
    });
  }

  /** Samples that have left the sensor and not reached the device. */
  get samplesHeld(): number {
    return (this.#around?.held ?? 0) + this.#samplesWaiting;
  }

  /** What the sensor held back: the device may have gone down since, or be full. */
  #handLate(reading: Reading): void {
    if (this.#freeze.isOn) this.#holdSample(() => this.#handLate(reading));
    else if (this.#boots.running === null) this.#intake.skip();
    else
      this.#inside((device) => {
        if (device.ready?.() === false) this.#intake.skip();
        else this.#intake.give(device, reading);
      });
  }

  #holdSample(goOn: () => void): void {
    this.#samplesWaiting += 1;
    this.#freeze.holdArrival(null, {
      goOn: () => {
        this.#samplesWaiting -= 1;
        goOn();
      },
      broken: () => {
        this.#samplesWaiting -= 1;
        this.#intake.skip();
      },
    });
  }

  #surroundings(): AroundDevice {
    const { world, id } = this.#options;
    this.#around ??= new AroundDevice({
      world,
      id,
      random: this.#random,
      settings: this.#settings,
      hand: (reading) => this.#handLate(reading),
      resend: (reading, request, client) => this.#sender.again(reading, request, client),
    });
    return this.#around;
  }

  /** Reads how full the outbox is, where the device says. */
  probe(): void {
    if (this.#freeze.isOn) return;
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
    const running = this.#boots.running;
    if (running === null || this.#freeze.isOn) return;
    const held = holdingsOf(running, this.#disk.content.list('').length, final, () => this.#countWaiting());
    if (held === null) return;
    const { kernel, record } = this.#options.world;
    record({ at: kernel.nowUs, kind: 'holdings_read', host: this.id, boot: running.boot, final, ...held });
  }

  #countWaiting(): number {
    let waiting = 0;
    this.#inside((device) => {
      waiting = [...(device.pending?.() ?? [])].length;
    });
    return waiting;
  }

  async stop(): Promise<void> {
    const running = this.#boots.running;
    const { world, id } = this.#options;
    const pending = running === null ? null : this.#pendingOf(running);
    world.record({ at: world.kernel.nowUs, kind: 'device_stopped', device: id, pending });
    if (running === null) return;
    this.#boots.end();
    try {
      await letEnd(currentScope.run(running.scope, async () => running.device.stop?.()));
    } catch (error) {
      world.crashed(`${id} threw in stop()`, error);
    }
  }

  /** The numbers of the readings that wait, in order; null where the device does not say. */
  #pendingOf({ device, scope }: DeviceBoot): readonly number[] | null {
    const { world, id, page } = this.#options;
    try {
      const waiting = currentScope.run(scope, () => device.pending?.());
      if (waiting === undefined) return null;
      return [...waiting].map((name) => numberFor(name, page)).sort((a, b) => a - b);
    } catch (error) {
      world.crashed(`${id} threw in pending()`, error);
      return null;
    }
  }

  /** Runs in the scope of the device, if it is up. What it throws is the subject's failure, not ours. */
  #inside(act: (device: DeviceUnderTest) => void): void {
    const running = this.#boots.running;
    if (running === null) return;
    const { world, id } = this.#options;
    try {
      currentScope.run(running.scope, () => act(running.device));
    } catch (error) {
      world.crashed(`${id} threw`, error);
    }
    if (running.device.synchronous !== true) world.kernel.unsettle();
  }
}
