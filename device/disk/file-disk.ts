import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../ports/index.ts';
import { readRegularFile } from '../../program/read-regular-file.ts';
import { makeFolder } from '../../program/make-folder.ts';
import { contentIn, withChecksum } from './checksum.ts';
import { decodeFileName, encodeFileName } from './file-name.ts';

/** Cannot come out of `encodeFileName`, which makes no dots. */
const TEMPORARY_SUFFIX = '.tmp';

/** Far more than a device keeps under one name. */
const BYTES_MAX = 16_777_216;

/**
 * A disk in a directory, one file per name, each with its checksum. Changes stay in memory until `sync`, which carries out
 * first what frees room. It keeps more than the port promises: each file is written beside its place, flushed and renamed,
 * so a crash leaves the old content or the new, never half of it; at the end the directory is flushed. Made for one process
 * at a time.
 */
export class FileDisk implements Disk {
  readonly #directory: string;
  /** Contents to be written; undefined marks a removal. */
  readonly #changes = new Map<string, string | undefined>();
  /** Names that stand for the file of another until the next sync. */
  readonly #moved = new Map<string, string>();
  /** Removals that must wait until the content stands under its new name. */
  readonly #late = new Set<string>();
  #namesChanged = false;

  /**
   * Makes the directory if need be, and clears away what a crash left half written. Neither where it may not change anything,
   * because another process may be at work there.
   * @throws what node:fs throws.
   */
  constructor(directory: string, { mayChange = true } = {}) {
    this.#directory = directory;
    if (!mayChange) return;
    makeFolder(directory);
    for (const file of readdirSync(directory)) {
      if (file.endsWith(TEMPORARY_SUFFIX)) rmSync(join(directory, file), { recursive: true, force: true });
    }
  }

  /** @throws what node:fs throws, and {Error} when the content is not what was written. */
  read(name: string): string | undefined {
    if (this.#changes.has(name)) return this.#changes.get(name);
    try {
      return contentIn(this.#bytesOf(this.#moved.get(name) ?? name).toString('utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(name: string, content: string): void {
    this.#change(name, content);
  }

  /** Also of what cannot be read. */
  rename(from: string, to: string): void {
    if (from === to) return;
    const staged = this.#changes.get(from);
    if (staged !== undefined) {
      this.#change(to, staged);
      this.#change(from, undefined);
      this.#late.add(from);
      return;
    }
    const origin = this.#moved.get(from) ?? from;
    if (this.#changes.has(from) || !existsSync(this.#path(origin))) return;
    this.#change(from, undefined);
    this.#changes.delete(to);
    this.#moved.set(to, origin);
  }

  remove(name: string): void {
    this.#change(name, undefined);
  }

  list(prefix = ''): readonly string[] {
    const names = new Set(this.#moved.keys());
    for (const file of readdirSync(this.#directory)) {
      const name = decodeFileName(file);
      if (name !== null) names.add(name);
    }
    for (const [name, content] of this.#changes) {
      if (content === undefined) names.delete(name);
      else names.add(name);
    }
    return [...names].filter((name) => name.startsWith(prefix)).toSorted();
  }

  sync(): void {
    for (const [to, from] of this.#moved) {
      this.#moved.delete(to);
      try {
        renameSync(this.#path(from), this.#path(to));
      } catch (error) {
        // Said, and left as it was: what cannot be moved must not stand in the way of all that is to be written.
        this.#changes.delete(from);
        throw error;
      }
      this.#namesChanged = true;
    }
    for (const [name, content] of this.#changes) {
      if (content === undefined && !this.#late.has(name)) this.#carryOutRemoval(name);
    }
    for (const [name, content] of this.#changes)
      if (content !== undefined) this.#carryOutWrite(name, content);
    for (const name of this.#changes.keys()) this.#carryOutRemoval(name);
    if (!this.#namesChanged) return;
    const directory = openSync(this.#directory, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
    this.#namesChanged = false;
  }

  syncFile(name: string): void {
    const content = this.#changes.get(name);
    if (content !== undefined) this.#carryOutWrite(name, content);
  }

  #change(name: string, content: string | undefined): void {
    encodeFileName(name);
    this.#changes.set(name, content);
    this.#late.delete(name);
    this.#moved.delete(name);
  }

  #carryOutRemoval(name: string): void {
    rmSync(this.#path(name), { recursive: true, force: true });
    this.#changes.delete(name);
    this.#late.delete(name);
    this.#namesChanged = true;
  }

  #carryOutWrite(name: string, content: string): void {
    this.#replace(this.#path(name), withChecksum(content));
    this.#changes.delete(name);
    this.#namesChanged = true;
  }

  #replace(path: string, content: string): void {
    const temporary = path + TEMPORARY_SUFFIX;
    try {
      const file = openSync(temporary, 'w');
      try {
        writeFileSync(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (error) {
      // Half a file would take the room that the next try needs.
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #bytesOf(name: string): Buffer {
    return readRegularFile(this.#path(name), BYTES_MAX);
  }

  #path(name: string): string {
    return join(this.#directory, encodeFileName(name));
  }
}
