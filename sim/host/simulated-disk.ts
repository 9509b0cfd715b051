import type { Disk } from '../../ports/index.ts';

/** What a name stands for. Two names may stand for one while a rename is under way. */
interface Content {
  seen: string;
  /** What a power cut leaves for sure; null where nothing of it was ever synced. */
  durable: string | null;
}

/** A change of names that is not durable yet. */
type Change =
  | { readonly kind: 'link'; readonly name: string; readonly content: Content }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly from: string };

/** What a power cut may leave. */
export interface Unsynced {
  /** Of a file that never was. */
  readonly isNew: boolean;
  /** It is a name, and nothing of what it stands for can be torn: that was synced, or is empty. */
  readonly isWhole: boolean;
}

/** Chance, at a power cut: asked once for each change of names in their order, then for each content in the order of change. */
export interface Fate {
  /** Whether one change that was not synced is on the disk all the same. */
  survives(change: Unsynced): boolean;
  /** Of a content that survives, how much of it: below 1 it is torn. */
  share(content: Unsynced): number;
  /** A torn content is cut off in what was changed: as far as it begins like what was there before, it is whole. */
  readonly keepsBeginning?: true;
}

/** So many times the mean of all that came before. */
const LARGE = 2;

/** Why a disk without room does not take what it is given. */
class NoRoom extends Error {
  readonly code = 'ENOSPC';

  constructor() {
    super('ENOSPC: no space left on device');
  }
}

/**
 * A disk that promises no more than the port does: contents and names become durable apart from each other, and of what was
 * not synced a power cut leaves some, in any order, and some of that torn. It may have no room left.
 */
export class SimulatedDisk implements Disk {
  /** Asked at each sync. A full disk makes contents and new names not durable, and the sync throws; removals and renames go on. */
  isFull: () => boolean = () => false;
  /** Called instead of the sync after those that are spared: the power goes in its midst. */
  cutAtSync: (() => void) | null = null;
  syncsSpared = 0;
  /** None is spared that makes far more durable than most have in this boot: a log that is cut off, a table that is written anew. */
  sparesNoLarge = false;
  /** Called each time there is no room. */
  readonly #refused: () => void;
  readonly #refusals = new WeakSet<Error>();
  #names = new Map<string, Content>();
  readonly #durable = new Map<string, Content>();
  #changes: Change[] = [];
  readonly #written = new Set<Content>();
  /** Syncs since the boot, and the changes of names in all of them. */
  #synced = { times: 0, changes: 0 };

  constructor(refused: () => void = () => {}) {
    this.#refused = refused;
  }

  read(name: string): string | undefined {
    return this.#names.get(name)?.seen;
  }

  write(name: string, content: string): void {
    let written = this.#names.get(name);
    if (written === undefined) {
      written = { seen: content, durable: null };
      this.#names.set(name, written);
      this.#changes.push({ kind: 'link', name, content: written });
    }
    written.seen = content;
    this.#written.add(written);
  }

  rename(from: string, to: string): void {
    const content = this.#names.get(from);
    if (content === undefined || from === to) return;
    const replaced = this.#names.get(to);
    if (replaced !== undefined) this.#written.delete(replaced);
    this.#names.delete(from);
    this.#names.set(to, content);
    this.#changes.push({ kind: 'rename', name: to, from });
  }

  remove(name: string): void {
    const content = this.#names.get(name);
    if (content === undefined) return;
    this.#names.delete(name);
    // Nothing needs room any more for what nobody finds.
    this.#written.delete(content);
    const linked = this.#changes.findIndex((change) => change.kind === 'link' && change.content === content);
    const isNewHere = linked >= 0 && !this.#changes.some((change) => change.kind === 'rename');
    if (isNewHere) this.#changes.splice(linked, 1);
    else this.#changes.push({ kind: 'unlink', name });
  }

  list(prefix = ''): readonly string[] {
    return [...this.#names.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  sync(): void {
    if (this.#isCut(this.#changes.length)) return;
    this.#synced.times += 1;
    this.#synced.changes += this.#changes.length;
    if (this.isFull()) this.#changes = this.#changesWithoutRoom();
    else {
      for (const content of this.#written) content.durable = content.seen;
      this.#written.clear();
      for (const change of this.#changes) this.#carryOut(change);
      this.#changes = [];
    }
    if (this.#written.size > 0 || this.#changes.length > 0) this.#refuse();
  }

  syncFile(name: string): void {
    const content = this.#names.get(name);
    if (content === undefined || !this.#written.has(content) || this.#isCut(0)) return;
    if (this.isFull()) this.#refuse();
    content.durable = content.seen;
    this.#written.delete(content);
  }

  /** Whether this error, or one that caused it, is the word of this disk. */
  isRefusal(error: unknown): boolean {
    for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
      if (this.#refusals.has(at)) return true;
    }
    return false;
  }

  /** The power is gone. Without a fate all that was not synced is. Returns whether anything of it is left. */
  crash(fate: Fate | null): boolean {
    let isLeft = false;
    for (const change of fate === null ? [] : this.#changes) {
      const isNew = change.kind === 'link';
      const isWhole = isNew && (!this.#written.has(change.content) || change.content.seen === '');
      if (fate?.survives({ isNew, isWhole }) !== true) continue;
      this.#carryOut(change);
      isLeft = true;
    }
    for (const content of this.#written) {
      const unsynced = { isNew: content.durable === null, isWhole: false };
      const survives = fate?.survives(unsynced) === true;
      // A new file whose name alone is on the disk is empty.
      content.durable ??= '';
      if (survives) {
        const whole = fate.keepsBeginning === true ? alike(content.durable, content.seen) : 0;
        content.durable =
          content.seen.slice(0, whole) + firstPart(content.seen.slice(whole), fate.share(unsynced));
        isLeft = true;
      }
    }
    this.#changes = [];
    this.#written.clear();
    this.#synced = { times: 0, changes: 0 };
    this.#names = new Map(this.#durable);
    for (const content of this.#names.values()) content.seen = content.durable ?? '';
    return isLeft;
  }

  /** Carries out what needs no room, in the order of the changes, and returns the others. */
  #changesWithoutRoom(): Change[] {
    const left: Change[] = [];
    const isHeldUp = (name: string): boolean =>
      left.some((each) => each.name === name || (each.kind === 'rename' && each.from === name));
    for (const change of this.#changes) {
      const waits = isHeldUp(change.name) || (change.kind === 'rename' && isHeldUp(change.from));
      if (change.kind === 'link' || waits) left.push(change);
      else this.#carryOut(change);
    }
    return left;
  }

  /** On what is durable: a rename of what is not there does nothing. */
  #carryOut(change: Change): void {
    switch (change.kind) {
      case 'link':
        this.#durable.set(change.name, change.content);
        break;
      case 'unlink':
        this.#durable.delete(change.name);
        break;
      case 'rename': {
        const content = this.#durable.get(change.from);
        if (content === undefined) break;
        this.#durable.delete(change.from);
        this.#durable.set(change.name, content);
        break;
      }
    }
  }

  #isCut(changes: number): boolean {
    const cut = this.cutAtSync;
    if (cut === null) return false;
    const { times, changes: before } = this.#synced;
    const isLarge = this.sparesNoLarge && times > 0 && changes > (LARGE * before) / times;
    if (this.syncsSpared > 0 && !isLarge) {
      this.syncsSpared -= 1;
      return false;
    }
    this.cutAtSync = null;
    cut();
    return true;
  }

  #refuse(): never {
    const refusal = new NoRoom();
    this.#refusals.add(refusal);
    this.#refused();
    throw refusal;
  }
}

/** How many characters they begin with that are the same. */
function alike(one: string, other: string): number {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same;
}

function firstPart(text: string, share: number): string {
  return share >= 1 ? text : text.slice(0, Math.floor(text.length * share));
}
