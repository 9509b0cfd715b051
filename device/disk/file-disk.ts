import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../ports/index.ts';
import { makeFolder } from '../../program/make-folder.ts';
import { decodeFileName, encodeFileName } from './file-name.ts';

/** Cannot come out of `encodeFileName`, which makes no dots. */
const TEMPORARY_SUFFIX = '.tmp';

/**
 * A disk in a directory, one file per name. Changes stay in memory until `sync`, which carries them out in order:
 * each file is written beside its place, flushed and renamed, so a crash leaves the old content or the new, never
 * half of it; at the end the directory is flushed. Made for one process at a time.
 */
export class FileDisk implements Disk {
  readonly #directory: string;
  /** Changes since the last sync, in their order; undefined marks a removal. */
  readonly #changes = new Map<string, string | undefined>();

  /** Makes the directory if need be, and clears away what a crash left half written. @throws what node:fs throws. */
  constructor(directory: string) {
    this.#directory = directory;
    makeFolder(directory);
    for (const file of readdirSync(directory)) {
      if (file.endsWith(TEMPORARY_SUFFIX)) rmSync(join(directory, file));
    }
  }

  read(name: string): string | undefined {
    if (this.#changes.has(name)) return this.#changes.get(name);
    try {
      return readFileSync(this.#path(name), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(name: string, content: string): void {
    this.#change(name, content);
  }

  remove(name: string): void {
    this.#change(name, undefined);
  }

  list(prefix: string): readonly string[] {
    const names = new Set(this.#changes.keys());
    for (const file of readdirSync(this.#directory)) {
      const name = decodeFileName(file);
      if (name !== null && !this.#changes.has(name)) names.add(name);
    }
    const removed = (name: string): boolean =>
      this.#changes.has(name) && this.#changes.get(name) === undefined;
    return [...names].filter((name) => name.startsWith(prefix) && !removed(name)).toSorted();
  }

  sync(): void {
    if (this.#changes.size === 0) return;
    for (const [name, content] of this.#changes) {
      if (content === undefined) rmSync(this.#path(name), { force: true });
      else this.#replace(this.#path(name), content);
    }
    const directory = openSync(this.#directory, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
    // Only now: after a failure the next sync must carry all of it out again.
    this.#changes.clear();
  }

  /** A name changed twice takes the place in the order of its last change. */
  #change(name: string, content: string | undefined): void {
    encodeFileName(name);
    this.#changes.delete(name);
    this.#changes.set(name, content);
  }

  #replace(path: string, content: string): void {
    const temporary = path + TEMPORARY_SUFFIX;
    const file = openSync(temporary, 'w');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  }

  #path(name: string): string {
    return join(this.#directory, encodeFileName(name));
  }
}
