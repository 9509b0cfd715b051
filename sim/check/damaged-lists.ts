import type { EventOf } from '../trace/event.ts';

/**
 * Attempts whose request is a list that was damaged on its way. The edge answers what it got: where an id in it was hit, the
 * answer names another reading beside ours, and a careful device takes none of it for an answer to its list.
 */
export class DamagedLists {
  readonly #last = new Map<string, EventOf<'batch_sent'>>();
  readonly #attempts = new Set<string>();

  sent(event: EventOf<'batch_sent'>): void {
    this.#last.set(event.device, event);
  }

  /** A request is hit as it leaves. */
  hit({ at, device, reading, attempt, fault }: EventOf<'fault_injected'>): void {
    if (fault !== 'network.corrupt' || reading === null) return;
    const last = this.#last.get(device);
    if (last?.at === at && last.readings.includes(reading))
      this.#attempts.add(keyOf(device, reading, attempt));
  }

  /** Whether the answer that comes now is one to such a list. */
  answered({ device, reading, attempt }: EventOf<'answer_delivered'>): boolean {
    return (
      reading !== null && this.#attempts.size > 0 && this.#attempts.delete(keyOf(device, reading, attempt))
    );
  }
}

function keyOf(device: string, reading: number, attempt: number): string {
  return `${device} ${reading} ${attempt}`;
}
