import type { AtEdge, DeliveryEnd, Request } from '../net/index.ts';
import type { DeliveryKey, FaultName } from '../trace/index.ts';
import { recordAnswer } from './edge-deliveries.ts';
import type { EdgeDeliveries } from './edge-deliveries.ts';
import { Front } from './front.ts';
import type { FrontOptions } from './front.ts';
import { Gateway } from './gateway.ts';
import type { Passing } from './gateway.ts';
import type { FrontSettings, GatewaySettings } from './gateway-settings.ts';
import { HeldRequest } from './open-exchange.ts';
import type { ProcessFreeze } from './process-freeze.ts';
import type { WorldServices } from './world-services.ts';

export interface EdgeEntranceOptions extends Pick<FrontOptions, 'storeOutage' | 'echoes'> {
  readonly world: WorldServices;
  readonly settings: FrontSettings & GatewaySettings;
  /** Whether the edge plays its faults itself; otherwise a gateway in front of it does. */
  readonly takesSettings: boolean;
  readonly deliveries: EdgeDeliveries;
  readonly freeze: ProcessFreeze;
  /** What the edge behind it has crashed of since; null: it is up. */
  readonly downBy: () => FaultName | null;
}

/** The way to one boot of an edge: what stands in front of it, and whether its process takes anything at the moment. */
export class EdgeEntrance {
  readonly #options: EdgeEntranceOptions;
  readonly #front: Front;
  /** It runs when the first request comes. */
  readonly #gateway: Gateway | null;

  constructor(options: EdgeEntranceOptions) {
    this.#options = options;
    const { world, settings, takesSettings, storeOutage, echoes, downBy } = options;
    const answered: FrontOptions['answered'] = (key, answer, request) =>
      recordAnswer(world, 'gateway', { key, answer, request });
    const enter = (passing: Passing): void => this.#enter(passing);
    const gateway = takesSettings ? null : new Gateway({ world, settings, downBy, answered, pass: enter });
    const pass = gateway === null ? enter : (passing: Passing) => gateway.deliver(passing);
    this.#gateway = gateway;
    this.#front = new Front({ world, settings, storeOutage, echoes, answered, pass });
  }

  configure(settings: FrontSettings & GatewaySettings): void {
    this.#gateway?.configure(settings);
    this.#front.configure(settings);
  }

  deliver(key: DeliveryKey, request: Request, end: DeliveryEnd): AtEdge | null {
    const { deliveries, freeze } = this.#options;
    // As nearly always: nothing stands in front of it.
    if (this.#gateway === null && this.#front.isOpen(request) && !freeze.isOn)
      return deliveries.begin(key, request, end);
    const held = new HeldRequest();
    this.#front.deliver({ key, request, end, held });
    return held;
  }

  #enter(passing: Passing): void {
    const { world, deliveries, freeze, downBy } = this.#options;
    const { key, request, end, held } = passing;
    if (freeze.isOn) {
      freeze.holdArrival(key, { goOn: () => this.#enter(passing), broken: (by) => end.broken(by) });
      return;
    }
    const by = downBy();
    if (by !== null) {
      end.broken(by);
      return;
    }
    const exchange = deliveries.begin(key, request, end);
    if (held.passOn(exchange)) world.kernel.after(0, () => exchange.hungUp());
  }
}
