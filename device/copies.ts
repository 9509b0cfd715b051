import type { ClientCore } from './client-core.ts';
import type { Verdict } from './classify-answer.ts';
import type { Entry } from './entry.ts';
import { OpenList } from '../lists/open-list.ts';
import type { Listed } from '../lists/open-list.ts';
import type { SendOutcome } from '../ports/index.ts';
import { judge, transmit } from './transmission.ts';

/** A copy under way. */
interface Copy extends Listed<Copy> {
  /** Null until its `send` has returned. */
  cancel: (() => void) | null;
}

/** Before the copy leaves. */
export function sayCopied(core: ClientCore, entry: Entry): void {
  core.counters.copies += 1;
  core.say('info', 'duplicate_triggered', entry, {});
}

/** What came of a copy, which is no part of the reading's end. */
export function sayCopyEnded(core: ClientCore, entry: Entry, outcome: SendOutcome, verdict: Verdict): void {
  if (verdict.kind === 'duplicate') {
    core.say('info', 'duplicate_acknowledged', entry, { copy: true });
    return;
  }
  const result =
    outcome.kind === 'answered'
      ? { status: outcome.status, reason: null }
      : { status: null, reason: outcome.reason };
  core.say('info', 'duplicate_unconfirmed', entry, result);
}

/** Second transmissions: fire and forget, outside the places, never retried, and no part of the reading's end. */
export class Copies {
  readonly #core: ClientCore;
  readonly #open = new OpenList<Copy>();

  constructor(core: ClientCore) {
    this.#core = core;
  }

  send(entry: Entry): void {
    const core = this.#core;
    sayCopied(core, entry);
    const copy: Copy = { cancel: null, previous: null, next: null, listed: false };
    this.#open.add(copy);
    core.copies += 1;
    copy.cancel = transmit(core, entry, true, (outcome) => {
      if (core.stopped || !this.#open.remove(copy)) return;
      core.copies -= 1;
      sayCopyEnded(core, entry, outcome, judge(core, entry, outcome));
      core.noticeIdle();
    });
  }

  cancelAll(): void {
    for (const copy of this.#open) copy.cancel?.();
  }
}
