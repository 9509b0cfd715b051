import { didYouMean } from '../scenario/index.ts';
import { isTransportName, TRANSPORT_NAMES } from '../transport/index.ts';
import type { TransportName } from '../transport/index.ts';
import { UsageError } from './usage-error.ts';

/** @throws {UsageError} when there is no such transport. */
export function transportNamed(name: string): TransportName {
  if (isTransportName(name)) return name;
  const hint = didYouMean(name, TRANSPORT_NAMES);
  throw new UsageError(
    `--transport: there is no transport ${JSON.stringify(name)}${hint === null ? '.' : `; ${hint}`} Transports: ${TRANSPORT_NAMES.join(', ')}.`,
  );
}

/** The transport of a comparison: the fastest that any edge of this kind allows, unless told. */
export function transportChoice(named: string | undefined, edge: string | null): TransportName {
  if (named !== undefined) return transportNamed(named);
  return edge === null ? 'direct' : 'inject';
}
