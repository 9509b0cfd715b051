import type { Plain } from '../../settings/plain.ts';

/** What one estimator found, as a part of a scenario and in words. */
export interface Part {
  /** Settings by section, as they stand in a scenario file. */
  readonly set: { readonly [section: string]: { readonly [key: string]: Plain } };
  /** What was found and how sure it is, a sentence each. */
  readonly told: readonly string[];
  /** What could not be told, and why, a sentence each. */
  readonly untold: readonly string[];
}

export const NOTHING: Part = { set: {}, told: [], untold: [] };
