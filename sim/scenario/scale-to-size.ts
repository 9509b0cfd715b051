import { DEFAULT_POLICY_NAME } from '../../device/policy/policies.ts';
import { defaultsOf } from '../../settings/index.ts';
import { parseDuration, printDuration } from '../../settings/duration.ts';
import { applyOverrides } from './override.ts';
import type { Override } from './override.ts';
import { isMapping } from '../../settings/plain.ts';
import { pathKey, valueAt } from './plain-document.ts';
import type { PlainDocument } from './plain-document.ts';
import type { RunSize, WrittenFor } from './expectations.ts';
import type { ScenarioError } from './scenario-error.ts';
import { FLEET_SETTINGS } from './scenario-settings.ts';
import type { ScenarioSettings } from './scenario-settings.ts';

export interface Scaled {
  readonly document: PlainDocument;
  /** What the file itself says; null where it says no size that can be read. */
  readonly writtenFor: WrittenFor | null;
  readonly errors: readonly ScenarioError[];
}

/**
 * Fits the timeline to a run that the overrides make smaller than the file says: windows are shortened with `duration`,
 * and the first N devices become as large a part of the smaller fleet. A larger run needs neither, so there they stay what
 * they are. What an override says of the timeline itself comes later, and stands as it is said.
 */
export function scaledToSize(
  document: PlainDocument,
  overrides: readonly Override[],
  schema: ScenarioSettings,
): Scaled {
  const size = sizeIn(document.value);
  if (size === null) return { document, writtenFor: null, errors: [] };
  const writtenFor = { ...size, policy: policyIn(document.value) };
  const asked = sizeIn(applyOverrides(document, overrides, schema).document.value) ?? writtenFor;
  const shorter = asked.durationMs < writtenFor.durationMs;
  const fewer = asked.devices < writtenFor.devices;
  const root = structuredClone(document.value);
  if (!isMapping(root) || !(shorter || fewer)) return { document, writtenFor, errors: [] };
  const vanished: Vanished[] = [];
  const timeline: readonly unknown[] = Array.isArray(root['timeline']) ? root['timeline'] : [];
  if (fewer) for (const holder of [root, ...timeline]) scaleDevices(holder, asked, writtenFor);
  for (const [index, window] of timeline.entries()) {
    if (!shorter || !isMapping(window)) continue;
    const lost = scaleWindow(window, index, { asked, writtenFor, overrides });
    if (lost !== null) vanished.push(lost);
  }
  const [shortest] = vanished.toSorted((a, b) => a.forMs - b.forMs);
  if (shortest === undefined) return { document: { ...document, value: root }, writtenFor, errors: [] };
  // Nothing more is said of windows that will have to lie elsewhere.
  const refused = new Set([...document.refused, pathKey(['timeline'])]);
  const error = vanishedError(shortest, { asked, writtenFor, overrides });
  return { document: { ...document, value: root, refused }, writtenFor, errors: [error] };
}

const FLEET_DEFAULTS = defaultsOf(FLEET_SETTINGS);

function sizeIn(value: unknown): RunSize | null {
  const duration = parseDuration(valueAt(value, ['duration']));
  const devices = valueAt(value, ['fleet', 'devices']) ?? FLEET_DEFAULTS.devices;
  const every = valueAt(value, ['fleet', 'interval']);
  const interval = parseDuration(every ?? printDuration(FLEET_DEFAULTS.intervalMs));
  if (!duration.ok || !interval.ok || duration.value < 1 || interval.value < 1) return null;
  if (typeof devices !== 'number' || !Number.isSafeInteger(devices) || devices < 1) return null;
  return { durationMs: duration.value, devices, intervalMs: interval.value };
}

function policyIn(value: unknown): string {
  const policy = valueAt(value, ['device', 'policy']);
  const name = isMapping(policy) ? policy['name'] : policy;
  return typeof name === 'string' ? name : DEFAULT_POLICY_NAME;
}

/** `part` of `whole`, as much of `all`: exact, and never more for less, so that what did not overlap still does not. */
function inProportion(part: number, all: number, whole: number): number {
  return Number((BigInt(part) * BigInt(all)) / BigInt(whole));
}

/** Wherever a set of the first N devices stands in the settings of hosts and network, whatever fault it belongs to. */
function scaleDevices(holder: unknown, asked: RunSize, writtenFor: RunSize): void {
  for (const part of ['device', 'network', 'edge']) scaleSets(valueAt(holder, [part]), asked, writtenFor);
}

function scaleSets(setting: unknown, asked: RunSize, writtenFor: RunSize): void {
  if (!isMapping(setting)) return;
  const { first } = setting;
  // One device is the least that can be cut off; a set that the file itself has too large is an error still.
  if (typeof first === 'number' && Number.isSafeInteger(first) && first >= 1 && first <= writtenFor.devices)
    setting['first'] = Math.max(1, inProportion(first, asked.devices, writtenFor.devices));
  for (const inner of Object.values(setting)) scaleSets(inner, asked, writtenFor);
}

interface Scale {
  readonly asked: RunSize;
  readonly writtenFor: RunSize;
  readonly overrides: readonly Override[];
}

/** A window of the file in which, scaled, not one millisecond is left. */
interface Vanished {
  readonly index: number;
  readonly atMs: number;
  readonly forMs: number;
}

function scaleWindow(
  window: Record<string, unknown>,
  index: number,
  { asked, writtenFor, overrides }: Scale,
): Vanished | null {
  const at = parseDuration(window['at']);
  const length = parseDuration(window['for']);
  // What cannot be read, or lies outside of the file's own duration, is reported as it stands there.
  if (!at.ok || !length.ok || length.value === 0) return null;
  if (at.value + length.value > writtenFor.durationMs) return null;
  const scaled = (ms: number): number => inProportion(ms, asked.durationMs, writtenFor.durationMs);
  const atMs = scaled(at.value);
  const forMs = scaled(at.value + length.value) - atMs;
  window['at'] = printDuration(atMs);
  window['for'] = printDuration(Math.max(1, forMs));
  const said = ['timeline', `timeline.${index}`, `timeline.${index}.for`];
  if (forMs >= 1 || overrides.some(({ key }) => said.includes(key))) return null;
  return { index, atMs: at.value, forMs: length.value };
}

function vanishedError(
  { index, atMs, forMs }: Vanished,
  { asked, writtenFor, overrides }: Scale,
): ScenarioError {
  const window = `the window of ${printDuration(forMs)} at ${printDuration(atMs)}`;
  return {
    code: 'conflict',
    file: overrides.findLast(({ key }) => key === 'duration')?.label ?? '--duration',
    line: 1,
    col: 1,
    path: 'duration',
    found: `${printDuration(asked.durationMs)} for ${printDuration(writtenFor.durationMs)}, in which nothing is left of ${window}`,
    allowed: `at least ${printDuration(Math.ceil(writtenFor.durationMs / forMs))}`,
    hint: `or say how long it is: --set timeline.${index}.for=1ms`,
  };
}
