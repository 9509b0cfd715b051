import type { ItemAnswer } from '../../net/index.ts';
import { USUAL_WORDS } from './answer-words.ts';
import type { Carried, Dialect } from './dialect.ts';
import { itemAnswers } from './item-answers.ts';
import { valueAt } from './json-pointer.ts';
import type { JsonBody, WireRequest } from './wire-request.ts';

/** A function of a user's, called with plain data: what it returns is checked, not believed. */
export type UserFunction = (...values: readonly unknown[]) => unknown;

function idIn(value: unknown): string | number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** One reading as a user's function tells it: `{ reading, device?, timestamp? }`, or the id alone. */
function carriedFrom(told: unknown, content: unknown): Carried | null {
  const reading = idIn(told) ?? idIn(valueAt(told, ['reading']));
  if (reading === null) return null;
  const device = idIn(valueAt(told, ['device']));
  const timestamp = idIn(valueAt(told, ['timestamp']));
  return { device: device === null ? null : String(device), reading, timestamp, content };
}

/** Time stands still while a message is read. */
function mustBeAtOnce(call: string, told: unknown): void {
  if (told instanceof Promise)
    throw new TypeError(
      `${call} gave a promise; it must answer at once, without async: read what it needs from body, as in Buffer.from(body).toString()`,
    );
}

/**
 * Messages that functions of a user's read: `identify(request)` gives what one request carries, a list where it carries many,
 * or null; `results(answer, readings)` gives `{ reading?, status }` for each reading, or null.
 */
export function functionDialect(identify: UserFunction, results: UserFunction | null): Dialect {
  return {
    name: 'identify',
    words: USUAL_WORDS,
    echoes: false,
    read(request: WireRequest) {
      const { method, path, headers, body, json } = request;
      const told = identify({ method, path, headers, body, json });
      if (told === null || told === undefined) return null;
      mustBeAtOnce('identify(request)', told);
      const list: readonly unknown[] = Array.isArray(told) ? told : [told];
      // One alone may stand anywhere in the message; of many it must say when each was measured.
      const content = list.length === 1 ? json : null;
      const carried = list.map((one) => carriedFrom(one, content));
      if (!carried.every((one) => one !== null))
        throw new TypeError(
          'identify(request) must give { reading, device?, timestamp? }, a list of them, or null',
        );
      return carried;
    },
    results(answer: JsonBody, status, carried): readonly ItemAnswer[] | null {
      if (results === null) return null;
      const told = results(
        { status, json: answer.json },
        carried.map(({ reading }) => reading),
      );
      if (told === null || told === undefined) return null;
      mustBeAtOnce('results(answer, readings)', told);
      if (!Array.isArray(told)) throw new TypeError('results(answer, readings) must give a list, or null');
      const entries = told.map((entry: unknown) => ({
        reading: valueAt(entry, ['reading']),
        status: valueAt(entry, ['status']),
      }));
      return itemAnswers(entries, status, carried);
    },
  };
}
