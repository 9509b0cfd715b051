/** A page of the reference, without its first lines. */
export interface Page {
  readonly title: string;
  /** One or two sentences that say what is listed. */
  readonly intro: string;
  readonly parts: readonly string[];
}

/** With the line that says where it comes from. */
export function pageText({ title, intro, parts }: Page): string {
  const origin =
    'Made from the code: `npm run reference` writes this page anew, so change the code and not the page.';
  return `${[`# ${title}`, intro, origin, ...parts].join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

/** A bar would end its cell, also in code. */
function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** `a`, `b`. */
export function codes(words: readonly string[]): string {
  return words.map(code).join(', ');
}

/** `1,000,000`: ten thousand and more can't be counted by eye. */
export function grouped(text: string): string {
  return text.replace(/\d{5,}/g, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}
