/** One of the processes that are an edge together. */
export interface EdgeInstance {
  /** Whose draws are taken outside of any exchange, and what the trace calls it where it speaks of hosts. */
  readonly name: string;
  /** From 1. */
  readonly number: number;
  /** What events of the trace say of it. */
  readonly told: InstanceTold;
}

/** Empty where there is one: there is nothing to tell apart. */
export interface InstanceTold {
  readonly instance?: number;
}

export const ONLY_INSTANCE: EdgeInstance = { name: 'edge', number: 1, told: {} };

/** Of several. */
export function instanceOf(number: number): EdgeInstance {
  return { name: `edge-${number}`, number, told: { instance: number } };
}
