import type { Problem } from './answer.ts';

/**
 * The items of a body that carries many readings: a list that is the whole of it, or the one thing in it, under `readings`.
 * Null for any other body, and where there is none.
 */
export function batchItems(value: unknown): readonly unknown[] | null {
  const items = Array.isArray(value) ? value : listAlone(value);
  return items === null || items.length === 0 ? null : items;
}

function listAlone(value: unknown): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null || !('readings' in value)) return null;
  return Object.keys(value).length === 1 && Array.isArray(value.readings) ? value.readings : null;
}

/** What an answer says of one reading of many: the status that it would have been answered with alone. */
export interface ItemResult {
  /** Of a message that has one. */
  readonly device_id?: string | undefined;
  readonly sequence_id?: number | undefined;
  readonly status: number;
  readonly detail?: string | undefined;
  readonly errors?: Problem['errors'];
}

/** The body of an answer to many readings, one result for each, in their order. */
export interface BatchAnswer {
  /** Of the request, as in a problem: only who has read it knows. */
  readonly correlation_id: string;
  readonly results: readonly ItemResult[];
}

/** The results in an answer, undefined where it has none. What is no result is left for whoever looks at it. */
export function resultsIn(answer: unknown): readonly unknown[] | undefined {
  if (typeof answer !== 'object' || answer === null || !('results' in answer)) return undefined;
  return Array.isArray(answer.results) ? answer.results : undefined;
}
