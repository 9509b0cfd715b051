import type { Lines } from './layout.ts';
import { plain, widthOf, wrap } from './text-width.ts';

/**
 * Broken at spaces with `\`, which a shell takes back together. Where that could change the command (a quoted space, a
 * word that is wider than the page) it stays whole, wider than the page: it is there to be pasted.
 */
export function pasteLines(paste: string, columns: number): Lines {
  const text = plain(paste);
  const room = columns - 6;
  const breakable = !/['"\\]/.test(text) && text.split(' ').every((word) => widthOf(word) <= room);
  const lines = widthOf(text) + 2 <= columns || !breakable ? [text] : wrap(text, room);
  return [
    'To see it again:',
    ...lines.map(
      (line, index) => `${index === 0 ? '  ' : '    '}${line}${index < lines.length - 1 ? ' \\' : ''}`,
    ),
  ];
}
