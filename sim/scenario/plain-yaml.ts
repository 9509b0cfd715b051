import { parse } from 'yaml';

export type PlainYaml =
  | { readonly ok: true; readonly value: unknown }
  /** A clause that can stand behind a colon, with the line in it. */
  | { readonly ok: false; readonly why: string };

/** YAML that we wrote ourselves, and that somebody may have edited since. Its values are still to be looked at. */
export function readPlainYaml(text: string): PlainYaml {
  const line = conflictLine(text);
  if (line !== null)
    return { ok: false, why: `at line ${line} a merge left both sides; keep one, without its marks` };
  try {
    return { ok: true, value: parse(text, { logLevel: 'error' }) };
  } catch (error) {
    // Behind the first line it shows the place, which is no part of a sentence.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { ok: false, why: `it is no YAML: ${first.replace(/:$/, '')}` };
  }
}

/** The line, from 1 on, at which the first conflict begins that a merge left in a text; null: there is none. */
export function conflictLine(text: string): number | null {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('<<<<<<< '));
  if (first === -1) return null;
  const middle = lines.findIndex((line, index) => index > first && /^=======\r?$/.test(line));
  const isWhole = middle !== -1 && lines.some((line, index) => index > middle && line.startsWith('>>>>>>> '));
  return isWhole ? first + 1 : null;
}
