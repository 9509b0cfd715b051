import type { Disk } from '../../ports/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import { FailingDisk } from './failing-disk.ts';
import type { StoreOutage } from './front.ts';
import { RoughDisk } from './rough-disk.ts';
import type { DiskError } from './rough-disk.ts';
import { currentScope } from './scope.ts';

export interface EdgeDiskOptions {
  /** Whether it may be told to be rough. */
  readonly mayBeRough: boolean;
  /** What all instances of the edge have, where there are several. */
  readonly shared?: Disk;
  /** Whose disk it is. */
  readonly id: string;
  readonly random: KeyedRandom;
  /** Called once for each exchange at work on which it is asked while it is away; null: outside of any that can be told. */
  readonly refused: (exchange: DeliveryKey | null) => void;
  /** Called each time that it is not as kind as can be, with the exchange at hand if there is one. */
  readonly injected: (exchange: DeliveryKey | null) => void;
}

/** Between two syncs of one request something may be half done: so it is not always the first that is cut. */
const CUTS_WITHIN = 3;

const exchangeAtHand = (): DeliveryKey | null => currentScope.getStore()?.exchange ?? null;

/** What an edge's machine stores in: it outlives the boots, may be away for a while, and may be rough. */
export class EdgeDisk {
  readonly content: FailingDisk;
  readonly #rough: RoughDisk;
  #outage: StoreOutage | null = null;
  /** The exchange that it last refused. */
  #refusedTo: DeliveryKey | null = null;

  constructor({ refused, injected, ...disk }: EdgeDiskOptions) {
    this.#rough = new RoughDisk({
      ...disk,
      cutsWithin: CUTS_WITHIN,
      injected: () => injected(exchangeAtHand()),
      // Nothing damages the files of an edge.
      damaged: () => {},
    });
    this.content = new FailingDisk(this.#rough.content, () => {
      const exchange = exchangeAtHand();
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

  /** From now on it is so rough; null: as kind as can be. Only of one that may be rough. */
  setRough(error: DiskError | null): void {
    this.#rough.set(error);
  }

  /** What has to be said in place of an edge that has no use for a disk, and so cannot notice; null: nothing. */
  get outageUnseen(): StoreOutage | null {
    // An edge that has used its disk knows what to answer.
    return this.content.isUsed ? null : this.#outage;
  }

  /** Whether the machine goes down in the midst of a sync to come. */
  get isCutting(): boolean {
    return this.#rough.isCutting;
  }

  /** Draws for this boot whether it is to go down in the midst of a sync to come. If so, `cut` is called then. */
  waitsForSync(boot: number, cut: () => void): boolean {
    // Who stores elsewhere would stay up for as long as it lasts.
    return this.content.isUsed && this.#rough.waitsForSync(boot, cut);
  }

  /** The edge has ended, and its machine goes on. */
  stop(): void {
    this.#rough.stop();
  }

  crash(boot: number, when: 'at rest' | 'in mid-write'): void {
    this.#rough.crash(boot, when);
  }
}
