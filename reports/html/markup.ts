import { plain } from '../text-width.ts';

/** A piece of HTML or SVG that is safe to stand in a page. Only `markup` makes one. */
export class Markup {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** @param text markup of our own making, in which every text of others was escaped */
  static of(text: string): Markup {
    return new Markup(text);
  }
}

type Part = Markup | string | number | readonly Part[];

/** A template whose texts are escaped: `markup`<p>${text}</p>``. Numbers stand as they are, lists one after another. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return Markup.of(
    strings.map((string, index) => (index === 0 ? '' : textOf(parts[index - 1] ?? '')) + string).join(''),
  );
}

/** The text of a file as it is, line by line: what is at the beginning of a line may mean something. */
export function linesMarkup(text: string): Markup {
  const lines = text.split('\n').map((line) => {
    const [indent = ''] = /^ */.exec(line) ?? [];
    return `${indent}${escaped(line)}\n`;
  });
  return Markup.of(lines.join(''));
}

export const NOTHING: Markup = Markup.of('');

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return part.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of others holds neither markup nor marks that turn the writing around. */
function escaped(text: string): string {
  return plain(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** JSON that can stand in a `script` element: nothing in it ends the element or begins a comment. */
export function jsonMarkup(value: unknown): Markup {
  return Markup.of(JSON.stringify(value).replaceAll('<', String.raw`\u003c`));
}
