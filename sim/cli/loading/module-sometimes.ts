import { printable } from '../../../settings/show-value.ts';
import { parseSometimes } from '../../check/index.ts';
import { UsageError } from '../usage-error.ts';
import type { UserModule } from './user-module.ts';

/** What a program logs, as it names it. */
const LOGGED = /^[a-z][a-z0-9_]*$/;

/**
 * What a module wants to happen at least once over a sweep: its `sometimes`, a list of events that it logs, of properties of
 * ours, or of queries. None where it exports no such list.
 * @throws {UsageError} for anything else.
 */
export function sometimesIn(where: string, part: 'edge' | 'device', module: UserModule): readonly string[] {
  const { sometimes } = module;
  if (sometimes === undefined) return [];
  if (!Array.isArray(sometimes)) throw new UsageError(`${where}: sometimes must be a list of texts.`);
  return sometimes.map((word: unknown) => {
    if (typeof word !== 'string') throw new UsageError(`${where}: sometimes must be a list of texts.`);
    const query = LOGGED.test(word) ? `${part}_logged event=${word}` : word;
    const parsed = parseSometimes(query);
    if (parsed.ok) return query;
    throw new UsageError(
      `${where}: sometimes: ${printable(parsed.why)}. Allowed: an event that it logs, such as cache_hit, a property, or a query.`,
    );
  });
}
