import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { DeviceHost, EdgeInstances } from '../host/index.ts';
import type { DeviceSettings, Window } from '../scenario/scenario.ts';
import { includesDevice } from '../../settings/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import type { EdgeTold } from './edges-in-force.ts';
import type { HitInstances } from './hit-instances.ts';
import type { PartsInForce } from './parts-in-force.ts';
import { faultsOf } from './window-faults.ts';

export interface TimelineOptions {
  readonly kernel: Kernel;
  readonly record: (event: TraceEvent) => void;
  readonly parts: PartsInForce;
  readonly hit: HitInstances;
  readonly edge: EdgeInstances<EdgeTold>;
  readonly devices: readonly DeviceHost<DeviceSettings>[];
  /** The windows that are open are others now. */
  readonly changed: (open: readonly Window[]) => void;
}

/** Opens and closes the windows of a scenario. */
export class Timeline {
  readonly #options: TimelineOptions;
  readonly #open: Window[] = [];

  constructor(options: TimelineOptions) {
    this.#options = options;
  }

  /** Before anything boots: whoever does so at the first instant finds what is wrong from then on. */
  begin(windows: readonly Window[]): void {
    for (const [index, window] of windows.entries()) if (window.atMs === 0) this.#begin(window, index);
  }

  schedule(window: Window, index: number): void {
    const { kernel, record, parts, hit, edge, devices, changed } = this.#options;
    const faults = faultsOf(window);
    const { reboot } = window;
    const rebooted =
      reboot === null
        ? []
        : devices.filter((each) => includesDevice(reboot.devices, parts.placeOf(each.index)));
    const restarted = window.restart ? edge.all.filter((_, place) => hit.isOne(window, place + 1)) : [];
    kernel.worldAt(usFromMs(window.atMs), () => {
      if (window.atMs > 0) this.#begin(window, index);
      for (const device of rebooted) device.crash();
      for (const instance of restarted) {
        if (window.orderlyMs === null) instance.crash();
        else instance.stop(window.orderlyMs);
      }
    });
    kernel.worldAt(usFromMs(window.atMs + window.forMs), () => {
      record({ at: kernel.nowUs, kind: 'window_closed', window: index, faults });
      this.#open.splice(this.#open.indexOf(window), 1);
      changed(this.#open);
      for (const instance of restarted) instance.boot(window.version);
      for (const device of rebooted) device.boot();
    });
  }
  #begin(window: Window, index: number): void {
    const { kernel, record, changed } = this.#options;
    record({ at: kernel.nowUs, kind: 'window_opened', window: index, faults: faultsOf(window) });
    this.#open.push(window);
    changed(this.#open);
  }
}
