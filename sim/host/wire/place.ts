import { parsePointer, valueAt } from './json-pointer.ts';
import type { JsonPointer } from './json-pointer.ts';
import type { WireRequest } from './wire-request.ts';

/**
 * Where something stands in a request: in its body, in one item of a body that carries many readings, in a header, in
 * the query, or in a step of the path that the declared `path` names in braces.
 */
export type Place =
  | { readonly kind: 'body' | 'item'; readonly pointer: JsonPointer }
  | { readonly kind: 'header' | 'query' | 'path'; readonly name: string };

export const PLACE_FORMS =
  'body:/json/pointer, item:/json/pointer, header:Name, query:name or path:name (of {name} in wire.path)';

const PLACE = /^(body|item|header|query|path):(.*)$/s;

/** A token of HTTP (RFC 9110 §5.6.2): what a header may be called. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Null where the text names no place. */
export function parsePlace(text: string): Place | null {
  const [, kind, rest] = PLACE.exec(text) ?? [];
  if (kind === undefined || rest === undefined) return null;
  switch (kind) {
    case 'body':
    case 'item': {
      const pointer = parsePointer(rest);
      return pointer === null ? null : { kind, pointer };
    }
    case 'header':
      return TOKEN.test(rest) ? { kind, name: rest.toLowerCase() } : null;
    case 'query':
    case 'path':
      return rest === '' ? null : { kind, name: rest };
    default:
      return null;
  }
}

/** What stands there; undefined where nothing does. `item` is undefined in a request for one reading. */
export function readPlace(place: Place, request: WireRequest, path: string, item: unknown): unknown {
  switch (place.kind) {
    case 'body':
      return valueAt(request.json, place.pointer);
    case 'item':
      return valueAt(item, place.pointer);
    case 'header':
      return request.headers[place.name];
    case 'query':
      return queryOf(request.path).get(place.name) ?? undefined;
    case 'path':
      return stepOf(path, request.path, place.name);
  }
}

function queryOf(path: string): URLSearchParams {
  const at = path.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : path.slice(at + 1));
}

/** The step of the path that stands where the template has `{name}`. */
function stepOf(template: string, path: string, name: string): string | undefined {
  const index = template.split('/').indexOf(`{${name}}`);
  const step = index < 0 ? undefined : path.split(/[?#]/, 1)[0]?.split('/')[index];
  if (step === undefined || step === '') return undefined;
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
