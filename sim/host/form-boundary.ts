import { randomInt } from 'node:crypto';
import { currentScope } from './scope.ts';

/** What undici puts between the parts of a form. Some of its versions draw the digits past all that could be seeded. */
const DRAWN = /^multipart\/form-data; boundary=(----formdata-undici-0\d{11})$/;

/** Makes a request whose boundary is drawn in no host's name: it is drawn anew below, once in every Node. */
export function withoutDraws<Value>(make: () => Value): Value {
  return currentScope.run({ globals: null, exchange: null }, make);
}

/** The type and body of a form with a boundary from the chance of the host; all others as they are. */
export function withDrawnBoundary(
  type: string | null,
  body: Buffer,
): { readonly type: string | null; readonly body: Buffer } {
  const boundary = DRAWN.exec(type ?? '')?.[1];
  if (type === null || boundary === undefined) return { type, body };
  const digits = String(randomInt(0, 1e11)).padStart(11, '0');
  const drawn = `----formdata-undici-0${digits}`;
  // One character for each byte, whatever is in the files of the form.
  const parts = body.toString('latin1').replaceAll(boundary, drawn);
  return { type: type.replace(boundary, drawn), body: Buffer.from(parts, 'latin1') };
}
