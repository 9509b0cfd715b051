import { isDone } from '../ledger/index.ts';
import type { AnswerRule, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { Violation } from './invariant.ts';
import { instant } from './words.ts';

/** One answer may have been another's. */
const ANSWERS_MIN = 2;

interface Unheard {
  count: number;
  at: number;
  status: number;
}

/** Watches for answers that accept a reading in vain: without the key that its device looks for. */
export class EchoWatch {
  readonly #rule: AnswerRule;
  readonly #unheard = new Map<ReadingEntry, Unheard>();

  constructor(rule: AnswerRule) {
    this.#rule = rule;
  }

  /** An answer that nothing has damaged has come to its device. */
  heard(entry: ReadingEntry, { at, status, echoed }: EventOf<'answer_delivered'>): void {
    const { words, acknowledge } = this.#rule;
    if (echoed || acknowledge === 'status' || !words.accepts(status)) return;
    const known = this.#unheard.get(entry);
    if (known === undefined) {
      this.#unheard.set(entry, { count: 1, at, status });
      return;
    }
    known.count += 1;
    known.at = at;
    known.status = status;
  }

  *violations(): Generator<Violation> {
    for (const [entry, { count, at, status }] of this.#unheard) {
      const { device, reading, word, answer } = entry;
      if (count < ANSWERS_MIN || isDone(word ?? answer)) continue;
      const message = `answered ${status} ${count} times, at last at ${instant(at)}, without the key of the reading, for which its device looks, and so it goes on sending. Where a status is enough, say device.acknowledge=status`;
      yield { at, device, reading, kind: 'answers-without-the-key', message };
    }
  }
}
