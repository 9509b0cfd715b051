import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Rids a list of copies by the time of its readings: of two in one millisecond the last is kept, and both are answered. */
class KeepsOneForEachInstant extends PlainEdge {
  protected override async answerAll(items: readonly unknown[], id: string): Promise<readonly Reply[]> {
    const instantOf = (item: unknown): unknown => this.validate(item)?.timestamp ?? item;
    const kept = new Map(items.map((item) => [instantOf(item), item]));
    const replies = await super.answerAll([...kept.values()], id);
    const instants = [...kept.keys()];
    return items.map((item) => replies[instants.indexOf(instantOf(item))] ?? 'invalid');
  }
}

export const keepsOneForEachInstant: EdgeFactory = (env) => new KeepsOneForEachInstant(env).listen();
