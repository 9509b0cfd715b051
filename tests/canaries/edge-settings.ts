import { parseEdgeSettings } from '../../edge/index.ts';
import type { EdgeSettings } from '../../edge/index.ts';
import { isMapping } from '../../settings/plain.ts';

/** The `edge` section but for what our own edge stores in: these edges have their own store. */
export function edgeSettingsIn(config: unknown): EdgeSettings {
  const { store: _store, ...edge } = isMapping(config) ? config : {};
  return parseEdgeSettings(edge);
}
