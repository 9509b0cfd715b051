import { plain } from './text-width.ts';

/** Text on one line in which Markdown, tables and HTML find nothing to obey. */
export function markdownText(text: string): string {
  return plain(text).replace(/[\\`*_{}[\]<>|#~&]/g, '\\$&');
}
