import { completeWire } from './resolve.ts';
import type { WireSettings } from './scenario.ts';
import { mistakesOf } from './schema-mistakes.ts';
import { wireConflicts } from './wire-conflicts.ts';
import { WIRE_KEYS } from './wire-settings.ts';

type ReadWire =
  | { readonly ok: true; readonly settings: WireSettings }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What a module exports as `wire`, which is what a scenario says under `wire`; or all that is wrong with it. */
export function readWire(value: unknown): ReadWire {
  const read = WIRE_KEYS.codec.safeParse(value);
  if (!read.success)
    return { ok: false, problems: mistakesOf(WIRE_KEYS, value, read.error.issues).map(inWords) };
  const settings = completeWire(read.data);
  const conflicts = wireConflicts(settings).map(({ path, ...rest }) =>
    inWords({ path: path.slice(1), ...rest }),
  );
  return conflicts.length > 0 ? { ok: false, problems: conflicts } : { ok: true, settings };
}

function inWords({
  path,
  found,
  allowed,
  hint,
}: {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly allowed: string;
  readonly hint: string | null;
}): string {
  const where = ['wire', ...path].join('.');
  return `${where}: found ${found}; allowed: ${allowed}${hint === null ? '' : `; ${hint}`}`;
}
