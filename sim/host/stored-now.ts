import type { AcceptedReading } from '../../ports/index.ts';
import type { StoredNow } from '../net/index.ts';
import { storedIds } from './edge-env.ts';
import type { StoredIds } from './edge-env.ts';
import type { EdgeBoot } from './edge-boot.ts';
import { currentScope } from './scope.ts';
import type { WireBook } from './wire/wire-book.ts';

/** What an edge that lists what it stored lists now. Throws what its code throws. */
export function listedBy({ edge: { accepted }, scope }: EdgeBoot): readonly AcceptedReading[] {
  return typeof accepted === 'function' ? currentScope.run(scope, () => [...accepted()]) : [];
}

/** The same. Null: it can't say, as where its store is away, or closed. */
export function listedIfItCan(running: EdgeBoot): readonly AcceptedReading[] | null {
  try {
    return listedBy(running);
  } catch {
    return null;
  }
}

/** What it lists by the ids of the world. */
export function idsListedBy(running: EdgeBoot, wire: WireBook | undefined): readonly StoredIds[] {
  return listedBy(running)
    .map((reading) => storedIds(reading, wire))
    .filter((ids) => ids !== null);
}

/**
 * What an edge says at this instant that it has of a device: what it has told before, and what it lists when asked. Null: it
 * says nothing of it. Throws what its code throws.
 */
export function storedNow(running: EdgeBoot, wire: WireBook, device: string): StoredNow | null {
  if (running.edge.accepted === undefined) return null;
  const page = wire.page(device);
  const listed = new Set<number>();
  for (const ids of idsListedBy(running, wire)) if (ids.device === device) listed.add(ids.reading);
  return (reading) => listed.has(reading) || page.isStored(reading);
}
