/**
 * A claim in a store of many edges whose edge has died is free again after this. A command of Redis takes 2 s at most; who
 * takes longer has lost his claim, and answers 503.
 */
export const CLAIM_LEASE_MS = 5_000;
