import { keysAt, settingAt } from '../../settings/lookup.ts';
import { isMapping, isWord } from '../../settings/plain.ts';
import type { AnySection } from '../../settings/section.ts';
import { decodeText } from './decode-text.ts';
import { keyHint } from './key-hint.ts';
import { printPath } from './place.ts';
import type { Path } from '../../settings/problem.ts';
import type { Place } from './place.ts';
import { pathKey, valueAt } from './plain-document.ts';
import type { Entry, PlainDocument } from './plain-document.ts';
import { FORBIDDEN_KEYS, readYaml } from './read-yaml.ts';
import type { ScenarioError } from './scenario-error.ts';

import { printable, showWord } from '../../settings/show-value.ts';

/** A value that replaces one of the file. `label` stands where an error would name the file, e.g. `--set network.loss`. */
export interface Override {
  readonly label: string;
  /** With dots; items of the timeline by index: `timeline.0.edge.overload`. */
  readonly key: string;
  /** As it would stand in the file. */
  readonly text: string;
}

const SET_EXAMPLE = 'for example --set network.loss=20%';

/** What the flags of a command line ask for. */
export interface OverrideFlags {
  readonly set?: readonly string[] | undefined;
  readonly devices?: string | number | undefined;
  readonly duration?: string | undefined;
  readonly policy?: string | undefined;
  readonly wire?: string | undefined;
}

type Overrides =
  | { readonly ok: true; readonly overrides: readonly Override[] }
  | { readonly ok: false; readonly errors: readonly ScenarioError[] };

/** `--set key=value` comes last, so that it wins over the flags that have a name of their own. */
export function overridesFrom(flags: OverrideFlags): Overrides {
  const overrides: Override[] = [];
  const errors: ScenarioError[] = [];
  const named = [
    ['--devices', 'fleet.devices', flags.devices],
    ['--duration', 'duration', flags.duration],
    ['--policy', 'device.policy', flags.policy],
    ['--wire', 'wire', flags.wire],
  ] as const;
  for (const [label, key, text] of named) {
    if (text !== undefined) overrides.push({ label, key, text: String(text) });
  }
  for (const assignment of flags.set ?? []) {
    const equals = assignment.indexOf('=');
    if (equals > 0) {
      const key = assignment.slice(0, equals).trim();
      overrides.push({ label: `--set ${showWord(key)}`, key, text: assignment.slice(equals + 1) });
    } else {
      const found = assignment === '' ? 'nothing' : showWord(assignment);
      errors.push({ ...wrong('--set', ''), found, allowed: 'key=value', hint: SET_EXAMPLE });
    }
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, overrides };
}

interface Applied {
  readonly document: PlainDocument;
  readonly errors: readonly ScenarioError[];
}

/** The document with the overrides in it, in their order. Their values are checked later, with all others. */
export function applyOverrides(
  document: PlainDocument,
  overrides: readonly Override[],
  schema: AnySection,
): Applied {
  let current = document;
  const errors: ScenarioError[] = [];
  for (const override of overrides) {
    const applied = applyOverride(current, override, schema);
    if ('found' in applied) errors.push(applied);
    else {
      current = applied.document;
      errors.push(...applied.errors);
    }
  }
  return { document: current, errors };
}

function applyOverride(
  document: PlainDocument,
  override: Override,
  schema: AnySection,
): Applied | ScenarioError {
  const { label, key, text } = override;
  const path = parseKey(key);
  const wrongKey = checkKey(document, path, label, schema);
  if (wrongKey !== null) return wrongKey;
  const decoded = decodeText(text, label);
  if (!decoded.ok) return { ...decoded.error, path: printable(key) };
  const read = readYaml(decoded.text, label);
  if (read.document === null) {
    const empty = {
      ...wrong(label, key),
      found: 'nothing',
      allowed: 'a value',
      hint: `for example ${label}=…`,
    };
    return decoded.text.trim() === '' ? empty : (read.errors[0] ?? empty);
  }
  const errors = read.errors.map((error) => ({ ...error, path: printable(key) }));
  return { document: graft(document, path, read.document, schema), errors };
}

function parseKey(key: string): Path {
  return key.split('.').map((step) => (/^\d{1,9}$/.test(step) ? Number(step) : step));
}

function wrong(label: string, key: string): Pick<ScenarioError, 'code' | 'path' | keyof Place> {
  return { code: 'bad-override', file: label, line: 1, col: 1, path: printable(key).slice(0, 200) };
}

/** Every step must be a key that the schema knows, or the index of an item that is there. */
function checkKey(
  document: PlainDocument,
  path: Path,
  label: string,
  schema: AnySection,
): ScenarioError | null {
  for (const [index, step] of path.entries()) {
    const above = path.slice(0, index);
    const base = {
      ...wrong(label, path.slice(0, index + 1).join('.')),
      found: `the key ${showWord(String(step))}`,
    };
    if (FORBIDDEN_KEYS.includes(String(step)) || step === '') {
      return { ...base, allowed: 'the keys of a scenario', hint: SET_EXAMPLE };
    }
    const here = valueAt(document.value, above);
    if (Array.isArray(here)) {
      if (typeof step === 'number' && step < here.length) continue;
      const allowed =
        here.length === 0 ? 'an item that is there; it is empty' : `an index from 0 to ${here.length - 1}`;
      const hint =
        here.length === 0
          ? 'add the item to the file'
          : `for example --set ${printPath([...above, 0, ...path.slice(index + 1)])}=…`;
      return { ...base, allowed, hint: printable(hint) };
    }
    const keys = keysAt(schema, above);
    // Below a field that reads its mapping by itself there are no keys to compare with; the field will say.
    if (keys.length === 0 && typeof step === 'string') return null;
    if (typeof step === 'string' && keys.includes(step)) continue;
    const allowed =
      keys.length === 0 ? 'an item that is there; there is none' : `the keys ${keys.join(', ')}`;
    return {
      ...base,
      code: 'unknown-key',
      allowed,
      hint: keys.length === 0 ? 'add the item to the file' : keyHint(schema, above, String(step)),
    };
  }
  return null;
}

/** A copy of `document` with `value` at `path`. */
function graft(document: PlainDocument, path: Path, value: PlainDocument, schema: AnySection): PlainDocument {
  const entries = new Map(document.entries);
  const refused = new Set(document.refused);
  const root: { top: unknown } = { top: structuredClone(document.value) };
  const target = targetPath(document, path, value.value, schema);
  const origin = value.entries.get('')?.value ?? { file: value.file, line: 1, col: 1 };
  let holder: Record<string | number, unknown> = root;
  let last: string | number = 'top';
  for (const [index, step] of target.entries()) {
    const here = holder[last];
    if (!isMapping(here) && !Array.isArray(here)) {
      const above = target.slice(0, index);
      forget(entries, refused, above);
      holder[last] = expanded(here, above, schema, entries);
      if (above.length > 0) entries.set(pathKey(above), { key: origin, value: origin });
    }
    const next = holder[last];
    if (!isHolder(next)) break;
    holder = next;
    last = step;
  }
  holder[last] = value.value;
  forget(entries, refused, target);
  for (const [key, entry] of value.entries) entries.set(joined(target, key), { ...entry, key: origin });
  for (const key of value.refused) refused.add(joined(target, key));
  return { file: document.file, value: root.top, entries, refused };
}

/** A word for a fault that the file writes out (`--set edge.overload=50%`) changes only what the word stands for. */
function targetPath(document: PlainDocument, path: Path, value: unknown, schema: AnySection): Path {
  if (!isWord(value) || isOff(value, path, schema)) return path;
  if (!isMapping(valueAt(document.value, path))) return path;
  const key = shorthandAt(schema, path);
  return key === undefined ? path : [...path, key];
}

/** A word in the file that must become a mapping: `policy: fixed` and `--set device.policy.retries=3`. */
function expanded(
  here: unknown,
  path: Path,
  schema: AnySection,
  entries: Map<string, Entry>,
): Record<string, unknown> {
  const key = shorthandAt(schema, path);
  if (key === undefined || !isWord(here) || isOff(here, path, schema)) return {};
  const place = entries.get(pathKey(path));
  if (place !== undefined) entries.set(pathKey([...path, key]), place);
  return { [key]: here };
}

function isOff(value: unknown, path: Path, schema: AnySection): boolean {
  const setting = settingAt(schema, path);
  return value === 'none' && setting?.kind === 'section' && setting.nullable;
}

/** A latency's short form is another kind of latency, not a part of the one that is there. */
function shorthandAt(schema: AnySection, path: Path): string | undefined {
  const setting = settingAt(schema, path);
  return setting?.kind === 'section' ? (setting.short ?? undefined) : undefined;
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What stood below `path` in the file stands there no longer. */
function forget(entries: Map<string, Entry>, refused: Set<string>, path: Path): void {
  const prefix = `${pathKey(path)}\0`;
  for (const key of entries.keys()) if (path.length === 0 || key.startsWith(prefix)) entries.delete(key);
  for (const key of refused) if (key === pathKey(path) || key.startsWith(prefix)) refused.delete(key);
}

function joined(path: Path, key: string): string {
  return key === '' ? pathKey(path) : `${pathKey(path)}\0${key}`;
}
