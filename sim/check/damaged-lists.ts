import type { EventOf } from '../trace/event.ts';

/** A request as it leaves. */
type Leaving = Pick<EventOf<'attempt_sent'>, 'at' | 'device' | 'reading' | 'attempt'>;

/**
 * Attempts whose request is a list that was damaged on its way, or in which the machine of a device spoilt their reading. The edge
 * answers what it got: where an id in it was hit, the answer names another reading beside ours, or none, and a careful device takes
 * that for no answer to its own.
 */
export class DamagedLists {
  readonly #last = new Map<string, EventOf<'batch_sent'>>();
  readonly #attempts = new Set<string>();

  sent(event: EventOf<'batch_sent'>): void {
    this.#last.set(event.device, event);
  }

  hit(event: EventOf<'fault_injected'>): void {
    if (event.fault === 'network.corrupt') this.mark(event);
  }

  mark({ at, device, reading, attempt }: Leaving): void {
    if (reading === null) return;
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
