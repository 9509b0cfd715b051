import { MemoryDisk } from '../../ports/index.ts';
import type { Disk } from '../../ports/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import { damagedFile } from './damaged-file.ts';
import { SharedDisk } from './shared-disk.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import type { Fate } from './simulated-disk.ts';

/** What is wrong with a disk, while something is. */
export interface DiskError {
  /** Shares from 0 to 1: of changes that were not synced, those that a power cut leaves, and of contents among them those that are torn. */
  readonly unsynced: number;
  readonly torn: number;
  /**
   * The same share of files that are new. Then what is left of one is torn, for a whole one would be a reading that the
   * edge has and nobody was told of; others are torn in what was changed only. Default: as others, anywhere.
   */
  readonly created?: number;
  /** How likely a power cut waits for the next sync, and comes in its midst. */
  readonly midWrite: number;
  /** How likely a sync finds no room. */
  readonly full: number;
}

/** So often the power waits for a sync that is larger than most, and among so many at most. */
const LARGE_SHARE = 1 / 2;
const LARGE_WITHIN = 60;

/** What was on a disk once, by name, and how likely a power cut brings it back. */
interface OldCopy {
  readonly ratio: number;
  readonly files: ReadonlyMap<string, string>;
}

export interface RoughDiskOptions {
  /** Whether it may be told to be rough. */
  readonly mayBeRough: boolean;
  /** What several machines have, where they do: none of them is rough then. */
  readonly shared?: Disk;
  readonly random: KeyedRandom;
  /** Whose disk it is. */
  readonly id: string;
  /**
   * The power goes in the midst of one of the next so many syncs, drawn evenly; of more than one also in the first of many that is
   * larger than most. Default: 1.
   */
  readonly cutsWithin?: number;
  /** Called each time that it is not as kind as can be. */
  readonly injected: () => void;
  /** Called for each file that is damaged. Left out: none is. */
  readonly damaged?: () => void;
  /** Called when an old copy is on it that says something else. Left out: there is none. */
  readonly rolledBack?: () => void;
}

/** The disk of a machine: it outlives the boots, and may be as rough as chance has it. */
export class RoughDisk {
  /** What is on it. */
  readonly content: Disk & (MemoryDisk | SimulatedDisk | SharedDisk);
  readonly #options: RoughDiskOptions;
  #error: DiskError | null = null;
  /** How likely a power cut damages a file. */
  damageRatio = 0;
  #oldCopy: OldCopy | null = null;
  /** Those that were asked whether there is room. */
  #syncs = 0;

  constructor(options: RoughDiskOptions) {
    this.#options = options;
    const { mayBeRough, shared, injected } = options;
    if (shared !== undefined) this.content = new SharedDisk(shared);
    else this.content = mayBeRough ? new SimulatedDisk(injected) : new MemoryDisk();
  }

  /** From now on it is so rough; null: as kind as can be. Only of one that may be rough. */
  set(error: DiskError | null): void {
    this.#error = error;
    if (this.content instanceof SimulatedDisk) this.content.isFull = () => this.#isFull();
  }

  /** From now on so large a share of power cuts brings back what is on it now; 0: none does. What is copied already stays the copy. */
  setOldCopy(ratio: number): void {
    if (ratio === 0) this.#oldCopy = null;
    else this.#oldCopy = { ratio, files: this.#oldCopy?.files ?? this.#filesNow() };
  }

  #filesNow(): ReadonlyMap<string, string> {
    const { content } = this;
    return new Map(content.list('').map((name) => [name, content.read(name) ?? '']));
  }

  /** Whether the power goes in the midst of a sync to come. */
  get isCutting(): boolean {
    return this.content instanceof SimulatedDisk && this.content.cutAtSync !== null;
  }

  /** Draws for this boot whether the power is to go in the midst of a sync to come. If so, `cut` is called then. */
  waitsForSync(boot: number, cut: () => void): boolean {
    const { content } = this;
    if (this.#error === null || !(content instanceof SimulatedDisk)) return false;
    const { random, id, cutsWithin = 1, injected } = this.#options;
    if (random.stream('host/mid-write', id).draw(boot) >= this.#error.midWrite) return false;
    const waitsForLarge = cutsWithin > 1 && random.stream('host/cut-large', id).draw(boot) < LARGE_SHARE;
    content.sparesNoLarge = waitsForLarge;
    content.syncsSpared = waitsForLarge
      ? LARGE_WITHIN
      : Math.floor(random.stream('host/cut-at', id).draw(boot) * cutsWithin);
    content.cutAtSync = () => {
      injected();
      cut();
    };
    return true;
  }

  /** The power of this boot is gone. */
  crash(boot: number, when: 'at rest' | 'in mid-write'): void {
    const { content } = this;
    if (content instanceof SimulatedDisk) {
      content.cutAtSync = null;
      const isLeft = content.crash(this.#fate(boot));
      if (isLeft && when === 'at rest') this.#options.injected();
    } else content.crash();
    if (this.#oldCopy !== null) this.#rollBack(this.#oldCopy, boot);
    if (this.damageRatio > 0) this.#damage(boot);
  }

  /** The program has ended, and not the machine: what it wrote and did not sync is written all the same. */
  stop(): void {
    if (this.content instanceof SimulatedDisk) this.content.cutAtSync = null;
    this.#withRoom(() => {});
  }

  #rollBack({ ratio, files }: OldCopy, boot: number): void {
    const { random, id, rolledBack } = this.#options;
    if (random.stream('host/old-copy', id).draw(boot) >= ratio) return;
    const now = this.#filesNow();
    const gone = [...now.keys()].filter((name) => !files.has(name));
    const changed = [...files].filter(([name, old]) => now.get(name) !== old);
    if (gone.length + changed.length === 0) return;
    this.#withRoom((content) => {
      for (const name of gone) content.remove(name);
      for (const [name, old] of changed) content.write(name, old);
    });
    rolledBack?.();
  }

  /** What is done to a disk, and not by its program, needs no room. */
  #withRoom(act: (content: Disk) => void): void {
    const { content } = this;
    if (content instanceof SimulatedDisk) content.isFull = () => false;
    act(content);
    content.sync();
    if (content instanceof SimulatedDisk) content.isFull = () => this.#isFull();
  }

  /** Each file by chance, in the order of their names. */
  #damage(boot: number): void {
    const { random, id, damaged } = this.#options;
    const stream = random.stream('host/damage', id);
    let asked = 0;
    const draw = (): number => {
      asked += 1;
      return stream.draw(boot, asked);
    };
    this.#withRoom((content) => {
      for (const name of content.list('')) {
        const before = content.read(name);
        if (draw() >= this.damageRatio || before === undefined || before === '') continue;
        content.write(name, damagedFile(before, draw));
        damaged?.();
      }
    });
  }

  /** Whether this error is what the disk says when it has no room. */
  isRefusal(error: unknown): boolean {
    return this.content instanceof SimulatedDisk && this.content.isRefusal(error);
  }

  #isFull(): boolean {
    const full = this.#error?.full ?? 0;
    if (full === 0 || full === 1) return full === 1;
    this.#syncs += 1;
    const { random, id } = this.#options;
    return random.stream('host/full', id).draw(this.#syncs) < full;
  }

  /** Drawn in the order of what was changed, by which boot it was. Null: what was not synced is gone. */
  #fate(boot: number): Fate | null {
    const error = this.#error;
    if (error === null) return null;
    const { random, id } = this.#options;
    const stream = random.stream('host/disk', id);
    let asked = 0;
    const uniform = (): number => {
      asked += 1;
      return stream.draw(boot, asked);
    };
    const { created = null, unsynced, torn } = error;
    if (created === null)
      return { survives: () => uniform() < unsynced, share: () => (uniform() < torn ? uniform() : 1) };
    return {
      survives: ({ isNew, isWhole }) => {
        if (!isNew) return uniform() < unsynced;
        return uniform() < (isWhole ? 0 : created);
      },
      share: ({ isNew }) => (uniform() < (isNew ? 1 : torn) ? uniform() : 1),
      keepsBeginning: true,
    };
  }
}
