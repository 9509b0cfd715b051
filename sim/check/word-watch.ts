import { wordOf } from '../trace/index.ts';
import type { FinalState, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { CheckContext, DeviceRules } from './invariant.ts';
import { counted, instant } from './words.ts';

/** How the last attempt ended, so far as the client knows. */
function lastHeard({ lastEnding }: ReadingEntry): string {
  if (lastEnding === null) return 'no attempt of this boot has ended';
  const { at, attempt, how, status } = lastEnding;
  return `attempt ${attempt} was ${status === null ? how : `answered ${status}`} at ${instant(at)}`;
}

/** Why the word cannot be true, by the answers that came and the attempts that were made; null when it can. */
function notBorneOut(
  word: FinalState,
  entry: ReadingEntry,
  { name, retriesMax, memory }: DeviceRules['policy'],
): string | null {
  switch (word) {
    case 'acknowledged':
    case 'duplicate-acknowledged':
      if (entry.heardDone || entry.sawDone) return null;
      return `it was given neither a 2xx nor a 409 for it; ${lastHeard(entry)}`;
    case 'rejected':
      if (entry.heardRefusal || entry.sawRefusal) return null;
      return `no answer that it was given refuses it for good; ${lastHeard(entry)}`;
    case 'exhausted': {
      const attemptsMax = 1 + retriesMax;
      // Over all boots: a device may keep its count on the disk, or begin anew.
      const attempts = entry.attempts + entry.refusals;
      if (attempts + entry.hiddenAttemptsMax >= attemptsMax) return null;
      // Only a policy that remembers more than one reading can take retries away from it.
      if (entry.retryRefused && (memory === 'device' || memory === 'process')) return null;
      const made = counted(attempts, 'attempt', 'attempts');
      return `it made only ${made}; ${name} allows ${attemptsMax}`;
    }
    // Ends that need no answer, and those that no device says.
    case 'dropped':
    case 'overflowed':
    case 'damaged':
    case 'pending':
    case 'parked':
    case 'lost':
    case 'untied':
      return null;
  }
}

/**
 * Compares the device's own word for the end of a reading with what it was told. Two kinds of readings are not judged:
 * one that was let go before, because what it heard was let go with it; and one of which no request was seen, if the
 * device sends requests whose reading cannot be told.
 */
export class WordWatch {
  readonly #context: Pick<CheckContext, 'ledger' | 'rulesOf'>;
  readonly #nameless = new Map<string, number>();

  constructor(context: Pick<CheckContext, 'ledger' | 'rulesOf'>) {
    this.#context = context;
  }

  sent({ device, reading }: EventOf<'attempt_sent'>): void {
    if (reading === null || reading < 0) this.#nameless.set(device, this.namelessOf(device) + 1);
  }

  /** Requests of a device of which nobody can tell which reading they are for. */
  namelessOf(device: string): number {
    return this.#nameless.get(device) ?? 0;
  }

  /** What is wrong with a word; null when nothing is. */
  said(event: EventOf<'device_logged'>, entry: ReadingEntry | null): string | null {
    const { ledger, rulesOf } = this.#context;
    const word = wordOf(event.event, event.fields['copy']);
    // Two words that contradict each other are one mistake, and named as that.
    if (word === null || entry === null || entry.revived || ledger.conflict !== null) return null;
    if (entry.attempts === 0 && this.namelessOf(event.device) > 0) return null;
    const why = notBorneOut(word, entry, rulesOf(event.device).policy);
    return why === null
      ? null
      : `ended as ${word} by the word of the device at ${instant(event.at)}, but ${why}`;
  }
}
