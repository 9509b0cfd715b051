import type { DeliveryKey } from '../trace/index.ts';
import { FailingDisk } from './failing-disk.ts';
import type { StoreOutage } from './front.ts';
import { currentScope } from './scope.ts';

/** What an edge's machine stores in: it outlives the boots, and may be away for a while. */
export class EdgeDisk {
  readonly content: FailingDisk;
  #outage: StoreOutage | null = null;
  /** The exchange that it last refused. */
  #refusedTo: DeliveryKey | null = null;

  /** `refused` is called once for each exchange at work on which it is asked while it is away; null: outside of any that can be told. */
  constructor(refused: (exchange: DeliveryKey | null) => void) {
    this.content = new FailingDisk(() => {
      const exchange = currentScope.getStore()?.exchange ?? null;
      if (exchange !== null && exchange === this.#refusedTo) return;
      this.#refusedTo = exchange;
      refused(exchange);
    });
  }

  /** From now on it is away; null: it is there. */
  set(outage: StoreOutage | null): void {
    this.#outage = outage;
    this.content.isAway = outage !== null;
  }

  /** What has to be said in place of an edge that has no use for a disk, and so cannot notice; null: nothing. */
  get outageUnseen(): StoreOutage | null {
    // An edge that has used its disk knows what to answer.
    return this.content.isUsed ? null : this.#outage;
  }

  crash(): void {
    this.content.crash();
  }
}
