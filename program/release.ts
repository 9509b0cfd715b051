/** When this version was made, in ms since the epoch. A clock that shows an earlier time is wrong. */
export const RELEASED_MS = Date.UTC(2026, 0, 1);
