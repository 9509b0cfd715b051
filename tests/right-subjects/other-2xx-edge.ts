import type { EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

/** It takes a reading with another 2xx than 200; with 204 the answer has no body, and so names no reading. */
export function other2xxEdge(status: 201 | 202 | 204): EdgeFactory {
  class Other2xxEdge extends DurableEdge {
    protected override acceptedStatus(): number {
      return status;
    }
  }
  return (env) => {
    const { handler, accepted } = new Other2xxEdge({ ...env, config: {} }).listen();
    return { handler, ...(accepted !== undefined && { accepted }) };
  };
}
