import type { FaultName } from '../trace/index.ts';

/** What is to become of one request, as all faults together decided when it was sent. */
export interface Plan {
  delayUs: number;
  ending: 'arrive' | 'lose' | 'refuse' | 'reset';
  /** The fault that ends it so; null when it arrives. */
  by: FaultName | null;
  /** Of a reset: the edge gets the request first, or the first of its pieces. */
  processed: boolean;
  /** The fault that will take the answer; null: none will. */
  answerLostBy: FaultName | null;
  copiesAfterUs: number[] | null;
  corruptAt: number | null;
  /** Its head comes with so much of its body, and the rest so much later, or never; null: it comes as a whole. */
  pieces: { readonly share: number; readonly us: number | null } | null;
}

/** Nothing happens to it. */
export const UNEVENTFUL: Readonly<Plan> = {
  delayUs: 0,
  ending: 'arrive',
  by: null,
  processed: false,
  answerLostBy: null,
  copiesAfterUs: null,
  corruptAt: null,
  pieces: null,
};
