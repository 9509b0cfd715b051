import * as z from 'zod';
import type { Values } from '../../../protocol/index.ts';
import type { ReadingPage, StoredReading } from '../reading-page.ts';

/** As `COMMIT` adds them: an id that begins with ms since the epoch, and names and texts in turn. */
const entriesSchema = z.array(z.tuple([z.string(), z.array(z.string())]));

/** What `PAGE` gives, as a page. @throws where it is something else. */
export function pageOf(entries: unknown, last: unknown): ReadingPage {
  const readings = entriesSchema.parse(entries).map(([id, words]) => readingOf(id, words));
  return { readings, next: typeof last === 'string' ? Number(last) : null };
}

function readingOf(id: string, words: readonly string[]): StoredReading {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < words.length; at += 2) fields.set(words[at] ?? '', words[at + 1] ?? '');
  const values: Values = JSON.parse(fields.get('values') ?? '{}');
  return {
    device_id: fields.get('device_id') ?? '',
    sequence_id: Number(fields.get('sequence_id')),
    timestamp: fields.get('timestamp') ?? '',
    values,
    stored_at: new Date(Number.parseInt(id, 10)).toISOString(),
  };
}
