import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** The early return of the validation stands before the line that counts. */
class ForgetsToCountInvalid extends PlainEdge {
  protected override count(reply: Reply): void {
    if (reply === 'invalid') return;
    super.count(reply);
  }

  protected override metrics(): Readonly<Record<string, number>> {
    const metrics = super.metrics();
    return { ...metrics, received_total: this.#handled(), in_progress: 0 };
  }

  #handled(): number {
    const { accepted, duplicate, busy } = this.counts;
    return accepted + duplicate + busy;
  }
}

export const forgetsToCountInvalid: EdgeFactory = (env) => new ForgetsToCountInvalid(env).listen();
