import type { PageData } from '../page-data.ts';

/** What the page was given; null where it holds nothing. */
export function readData(): Promise<PageData | null> {
  return inflatedData<PageData>((value) => 'runs' in value);
}

/** @param isIt whether it is what was written with the page; for the compiler, which can't follow it */
export async function inflatedData<Data extends object>(
  isIt: (value: object) => boolean,
): Promise<Data | null> {
  const element = document.querySelector('#data');
  if (!(element instanceof HTMLScriptElement)) return null;
  const text = element.textContent;
  const json = element.type === 'application/json' ? text : await inflated(text);
  const value: unknown = JSON.parse(json);
  const isData = (given: unknown): given is Data =>
    typeof given === 'object' && given !== null && isIt(given);
  return isData(value) ? value : null;
}

async function inflated(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
