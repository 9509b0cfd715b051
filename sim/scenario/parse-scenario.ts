import { printDuration } from '../../settings/duration.ts';
import type { MissingSetting } from '../../settings/complete.ts';
import { adviceFor } from './advice.ts';
import type { Conflict } from './conflict.ts';
import { decodeText } from './decode-text.ts';
import { anyRefused, otherPlace, placed, tidy } from './error-list.ts';
import type { Mistake } from './error-list.ts';
import { ATTEMPTS_BUDGET, DEVICES_BUDGET, estimate, isAboveBudget } from './estimate.ts';
import { applyOverrides } from './override.ts';
import type { Override } from './override.ts';
import type { Path } from '../../settings/problem.ts';
import type { Place } from './place.ts';
import { isMapping } from '../../settings/plain.ts';
import type { Plain } from '../../settings/plain.ts';
import { pathKey, placeOf, valueAt } from './plain-document.ts';
import type { PlainDocument } from './plain-document.ts';
import { POLICY_NAMES } from '../../device/policy/policies.ts';
import { readYaml } from './read-yaml.ts';
import { resolveScenario } from './resolve.ts';
import { scaledToSize } from './scale-to-size.ts';
import type { Scenario } from './scenario.ts';
import type { WrittenFor } from './expectations.ts';
import type { ScenarioError, ScenarioWarning } from './scenario-error.ts';
import { RUN_MS_MAX, SCENARIO_SETTINGS, scenarioSettings } from './scenario-settings.ts';
import type { SaidScenario, ScenarioSettings } from './scenario-settings.ts';
import { mistakesOf } from './schema-mistakes.ts';
import { groupConflicts } from './group-conflicts.ts';
import { measureConflicts } from './measure-conflicts.ts';
import { valueConflicts } from './value-conflicts.ts';
import { versionConflicts } from './version-conflicts.ts';
import { wireConflicts } from './wire-conflicts.ts';
import { windowConflicts } from './window-conflicts.ts';

export interface ParseOptions {
  /** Names that `device.policy` may have; our own unless told. */
  readonly knownPolicies?: readonly string[] | undefined;
  /** Applied before anything is checked. */
  readonly overrides?: readonly Override[] | undefined;
  /** Lets a scenario through whose estimate is above the budget. */
  readonly force?: boolean | undefined;
}

export type ScenarioResult =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      readonly warnings: readonly ScenarioWarning[];
      /** Where a setting stands in the file, or what comes nearest to it: for whoever says something about it. */
      readonly placeOf: (path: Path) => Place;
    }
  | { readonly ok: false; readonly errors: readonly ScenarioError[] };

/** Text → scenario, or everything that is wrong with it. Pure; never throws on bad input. */
export function parseScenario(
  text: string | Uint8Array,
  fileName: string,
  options: ParseOptions = {},
): ScenarioResult {
  const decoded = decodeText(text, fileName);
  if (!decoded.ok) return { ok: false, errors: [decoded.error] };
  const read = readYaml(decoded.text, fileName);
  if (read.document === null) return { ok: false, errors: tidy(read.errors) };
  return readDocument(read.document, read.errors, options);
}

/**
 * As of a file that says `said`, for what stands in none: to write and read it takes longer than all the rest. What is said
 * of it stands at the beginning of `name`. Pure; never throws on bad input.
 */
export function parseSaid(said: Plain, name: string, options: ParseOptions = {}): ScenarioResult {
  return readDocument({ file: name, value: said, entries: new Map(), refused: new Set() }, [], options);
}

function readDocument(
  said: PlainDocument,
  read: readonly ScenarioError[],
  { knownPolicies = POLICY_NAMES, overrides = [], force = false }: ParseOptions,
): ScenarioResult {
  const schema = schemaFor(knownPolicies);
  const scaled = scaledToSize(said, overrides, schema);
  const { document, errors } = applyOverrides(scaled.document, overrides, schema);
  const before = [...read, ...scaled.errors, ...errors];
  return checkDocument({ document, schema, before, writtenFor: scaled.writtenFor }, force);
}

/** The schema with our own policies is built once: that takes longer than to read a file with it. */
function schemaFor(policies: readonly string[]): ScenarioSettings {
  return policies === POLICY_NAMES ? SCENARIO_SETTINGS : scenarioSettings(policies);
}

/** zod would write a parser and have it compiled, which pays only after many more files than anybody has. */
const INTERPRETED = { jitless: true } as const;

interface Prepared {
  readonly document: PlainDocument;
  readonly schema: ScenarioSettings;
  /** What was found so far. */
  readonly before: readonly ScenarioError[];
  readonly writtenFor: WrittenFor | null;
}

function checkDocument({ document, schema, before, writtenFor }: Prepared, force: boolean): ScenarioResult {
  const parsed = schema.codec.safeParse(document.value, INTERPRETED);
  const refused = new Set(document.refused);
  const mistakes = parsed.success ? [] : mistakesOf(schema, document.value, parsed.error.issues);
  const news = mistakes.filter((mistake) => !anyRefused(document.refused, [mistake.path]));
  for (const mistake of mistakes) refused.add(pathKey(mistake.path));
  const errors = [...before, ...news.map((mistake) => placed(document, mistake))];
  const input = parsed.success ? parsed.data : parseRest(document, schema, mistakes);
  if (input === null) return { ok: false, errors: tidy(errors) };
  const { scenario, missing } = resolveScenario(input, writtenFor);
  const conflicts = [
    ...valueConflicts(scenario),
    ...wireConflicts(scenario.wire),
    ...windowConflicts(scenario),
    ...measureConflicts(scenario),
    ...groupConflicts(scenario),
    ...versionConflicts(scenario),
  ];
  for (const { path, setting } of missing) {
    if (!anyRefused(refused, [path])) errors.push(placed(document, missingMistake(path, setting)));
  }
  for (const conflict of conflicts) {
    const paths = conflict.other === null ? [conflict.path] : [conflict.path, conflict.other];
    if (!anyRefused(refused, paths)) errors.push(placed(document, conflictMistake(document, conflict)));
  }
  if (!force && !anyRefused(refused, SIZE_PATHS)) errors.push(...sizeErrors(document, scenario));
  if (errors.length > 0) return { ok: false, errors: tidy(errors) };
  const warnings = adviceFor(scenario).map(({ code, path, message }) => {
    return { code, ...placeOf(document, path), path: path.join('.'), message };
  });
  return { ok: true, scenario, warnings, placeOf: (path) => placeOf(document, path) };
}

/** What is removed may have been required by what holds it, and so on up; no key is deeper than this. */
const ROUNDS_MAX = 6;

/**
 * The file without what is wrong in it, so that errors between values show at the first try. Null when what is left is
 * still no scenario; then they show at the second.
 */
function parseRest(
  document: PlainDocument,
  schema: ScenarioSettings,
  mistakes: readonly Mistake[],
): SaidScenario | null {
  if (!isMapping(document.value)) return null;
  const value: Record<string, unknown> = structuredClone(document.value);
  let wrong = mistakes;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    for (const { path } of wrong) removeWrong(value, path);
    const parsed = schema.codec.safeParse(
      { name: 'unnamed', duration: printDuration(RUN_MS_MAX), ...value },
      INTERPRETED,
    );
    if (parsed.success) return parsed.data;
    wrong = mistakesOf(schema, value, parsed.error.issues);
  }
  return null;
}

/** A window keeps its index, which errors name: a broken one gives way to one that is harmless. */
function removeWrong(value: Record<string, unknown>, path: Path): void {
  const [section, index, key] = path;
  const whole = key === undefined || key === 'at' || key === 'for';
  const timeline = value['timeline'];
  if (section !== 'timeline' || typeof index !== 'number' || !Array.isArray(timeline)) remove(value, path);
  else if (whole) timeline[index] = BLANK_WINDOW;
  else if (timeline[index] !== BLANK_WINDOW) remove(value, path);
}

const BLANK_WINDOW = { at: '0s', for: '1ms' };

/** Removes the value at `path`, or the nearest one above it that is there. */
function remove(value: Record<string, unknown>, path: Path): void {
  for (let length = path.length; length > 0; length -= 1) {
    const holder = valueAt(value, path.slice(0, length - 1));
    const key = path[length - 1];
    if (key === undefined) return;
    if (isMapping(holder) && Object.hasOwn(holder, key)) {
      delete holder[key];
      return;
    }
    if (Array.isArray(holder) && typeof key === 'number') {
      // The list as a whole goes, for the indexes of its other items must not move.
      remove(value, path.slice(0, length - 1));
      return;
    }
  }
}

function missingMistake(path: Path, { doc, example }: MissingSetting['setting']): Mistake {
  const [above, key] = path.slice(-2);
  return {
    code: 'missing',
    path,
    on: 'value',
    found: 'nothing',
    allowed: `a value, for this key is required (${doc})`,
    hint: `for example ${above}: { ${key}: ${example} }`,
  };
}

function conflictMistake(document: PlainDocument, conflict: Conflict): Mistake {
  const { path, other, found, allowed, hint } = conflict;
  const also = other === null ? '' : ` (the other is ${otherPlace(document, other)})`;
  return { code: 'conflict', path, on: 'value', found: `${found}${also}`, allowed, hint };
}

const SIZE_PATHS: readonly Path[] = [['duration'], ['fleet'], ['device', 'policy', 'retries']];

function sizeErrors(document: PlainDocument, scenario: Scenario): readonly ScenarioError[] {
  const size = estimate(scenario);
  if (!isAboveBudget(size)) return [];
  const mistake: Mistake = {
    code: 'over-budget',
    path: ['fleet', 'devices'],
    on: 'value',
    found: `${size.devices} devices that record ${size.readings} readings and send up to ${size.attemptsMax} requests`,
    allowed: `at most ${DEVICES_BUDGET} devices and ${ATTEMPTS_BUDGET} requests`,
    hint: 'lower fleet.devices or duration, raise fleet.interval, or force it',
  };
  return [placed(document, mistake)];
}
