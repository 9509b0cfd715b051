import type { Pace } from '../../kernel/index.ts';

const US_PER_MS = 1000;
/** Node takes no more. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Real time, from now on. */
export function realPace(): Pace {
  const beganMs = performance.now();
  let wake = (): void => {};
  const nowUs = (): number => Math.floor((performance.now() - beganMs) * US_PER_MS);
  return {
    nowUs,
    until: (atUs) =>
      new Promise((resolve) => {
        const waitMs = Math.min(TIMER_MS_MAX, Math.max(0, Math.ceil((atUs - nowUs()) / US_PER_MS)));
        const timer = setTimeout(() => wake(), waitMs);
        wake = () => {
          clearTimeout(timer);
          wake = () => {};
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
