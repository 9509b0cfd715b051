import { printPlace } from './place.ts';
import type { Place } from './place.ts';

/** What kind of mistake it is; stable, for programs. */
export type ScenarioErrorCode =
  | 'unreadable'
  | 'too-large'
  | 'not-text'
  | 'too-deep'
  | 'yaml-syntax'
  | 'yaml-feature'
  | 'empty'
  | 'duplicate-key'
  | 'forbidden-key'
  | 'unknown-key'
  | 'unknown-name'
  | 'missing'
  | 'wrong-type'
  | 'bad-value'
  | 'conflict'
  | 'over-budget'
  | 'duplicate-name'
  | 'bad-override'
  | 'unknown-scenario'
  | 'too-many-errors';

/**
 * One mistake in a scenario, for a person: where it is, what was found, what is allowed, what to do.
 * `path` is the key's path with dots, empty for the file as a whole. All texts are free of control characters.
 */
export interface ScenarioError extends Place {
  readonly code: ScenarioErrorCode;
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly hint: string | null;
}

/** Something that is allowed, but is probably not meant. */
export interface ScenarioWarning extends Place {
  readonly code:
    | 'ttl-below-horizon'
    | 'fault-never-on'
    | 'bounds-contradict'
    | 'virtual-limit-too-short'
    | 'retry-after-rounded';
  readonly path: string;
  readonly message: string;
}

/**
 * `storm.yaml:5:12: network.loss: found 150%; allowed: …. Hint: …`, on one line. Words of the command line (flags, and a
 * name that no scenario has) are shown without a line and a column.
 */
export function formatScenarioError(error: ScenarioError): string {
  const place = error.code === 'unknown-scenario' ? error.file : printPlace(error);
  const where = `${place}: ${error.path === '' ? '' : `${error.path}: `}`;
  const hint = error.hint === null ? '' : ` Hint: ${error.hint}`;
  return `${where}found ${error.found}; allowed: ${error.allowed}.${hint}`;
}

export function formatScenarioWarning(warning: ScenarioWarning): string {
  const path = warning.path === '' ? '' : `${warning.path}: `;
  return `${printPlace(warning)}: warning: ${path}${warning.message}`;
}

/** By file, then by place, so that a person reads them from top to bottom. */
export function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.col - b.col;
}
