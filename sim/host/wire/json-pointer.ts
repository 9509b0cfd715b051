/** Steps from the root of a JSON value to a place in it; none: the whole of it. */
export type JsonPointer = readonly string[];

/** The steps of a JSON Pointer (RFC 6901), null where the text is none: `/meta/device`, or nothing for the whole. */
export function parsePointer(text: string): JsonPointer | null {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return null;
  return text
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** An index of a list, as a pointer writes it: no zeros in front. */
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** What stands there; undefined where nothing does. */
export function valueAt(value: unknown, pointer: JsonPointer): unknown {
  let here = value;
  for (const step of pointer) {
    if (Array.isArray(here)) here = INDEX.test(step) ? here[Number(step)] : undefined;
    else if (typeof here === 'object' && here !== null && Object.hasOwn(here, step))
      here = Reflect.get(here, step);
    else return undefined;
  }
  return here;
}
