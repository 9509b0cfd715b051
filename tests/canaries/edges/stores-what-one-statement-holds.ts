import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** As many rows as some databases take in one write. */
const ROWS_MAX = 25;

/** Writes a list as one statement, which holds so many rows, and answers for all of it. */
class StoresWhatOneStatementHolds extends PlainEdge {
  protected override async answerAll(items: readonly unknown[], id: string): Promise<readonly Reply[]> {
    const written = await super.answerAll(items.slice(0, ROWS_MAX), id);
    return items.map((_item, index) => written[index] ?? 'accepted');
  }
}

export const storesWhatOneStatementHolds: EdgeFactory = (env) =>
  new StoresWhatOneStatementHolds(env).listen();
