import type { AnswerWords } from './answer-words.ts';
import type { Carried, Dialect } from './dialect.ts';
import { isWord, itemAnswers } from './item-answers.ts';
import { valueAt } from './json-pointer.ts';
import { readPlace } from './place.ts';
import type { Place } from './place.ts';
import type { WireRequest } from './wire-request.ts';

/** Where things stand in messages, as somebody declared it; null: nowhere. */
export interface WireDeclaration {
  /** With steps in braces that a place `path:name` reads. */
  readonly path: string;
  readonly device: Place | null;
  readonly reading: Place;
  readonly timestamp: Place | null;
  /** The list of a request that carries many readings. */
  readonly items: Place | null;
  /** Of an answer: the reading that it names. */
  readonly echo: Place | null;
  /** Of an answer to many readings: the list of what it says of each, and where in that. */
  readonly results: Place | null;
  readonly resultStatus: Place | null;
  readonly resultReading: Place | null;
  readonly words: AnswerWords;
}

function textOrNumber(value: unknown): string | number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** In the body of an answer. */
function inAnswer(place: Place | null, json: unknown): unknown {
  return place !== null && 'pointer' in place ? valueAt(json, place.pointer) : undefined;
}

/** The dialect that a declaration describes. */
export function declaredDialect(declared: WireDeclaration): Dialect {
  const { path, echo, results } = declared;

  function carriedIn(request: WireRequest, item: unknown): Carried | null {
    const at = (place: Place | null): string | number | null =>
      place === null ? null : textOrNumber(readPlace(place, request, path, item));
    const reading = at(declared.reading);
    if (reading === null) return null;
    const device = at(declared.device);
    return {
      device: device === null ? null : String(device),
      reading,
      timestamp: at(declared.timestamp),
      content: item,
    };
  }

  return {
    name: 'declared',
    words: declared.words,
    echoes: echo !== null,
    read(request) {
      const items = declared.items === null ? null : readPlace(declared.items, request, path, undefined);
      const isList = Array.isArray(items);
      const list: readonly unknown[] = isList ? items : [request.json];
      const carried = list.map((item) => carriedIn(request, item)).filter((one) => one !== null);
      if (carried.length === 0) return null;
      return isList && results !== null ? carried.map((one) => ({ ...one, isListed: true })) : carried;
    },
    echoed: (answer, { reading }) => {
      const named = textOrNumber(inAnswer(echo, answer.json));
      return named !== null && String(named) === String(reading);
    },
    results(answer, status, carried) {
      const list = inAnswer(results, answer.json);
      if (!Array.isArray(list)) return null;
      const entries = list.map((result: unknown) => ({
        reading: inAnswer(declared.resultReading, result),
        status: inAnswer(declared.resultStatus, result),
      }));
      const word = entries.map((entry) => entry.status).find(isWord);
      if (word !== undefined)
        throw new TypeError(
          `wire.resultStatus: found ${JSON.stringify(word)} in an answer; allowed: a status such as 200, true or false; of other words a function results(answer, readings) beside identify(request) tells what they mean`,
        );
      return itemAnswers(entries, status, carried);
    },
  };
}
