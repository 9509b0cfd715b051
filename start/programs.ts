/**
 * What a bundle holds: each program, loaded when it is wanted, and the job of a worker thread. Without a bundle the same
 * file is loaded through tsx.
 */
export const PROGRAMS = {
  sim: () => import('../sim/cli/main.ts'),
  edge: () => import('../edge/main.ts'),
  device: () => import('../device/main.ts'),
} satisfies Readonly<Record<string, () => Promise<unknown>>>;

export async function seedJob() {
  return (await import('../sim/cli/workers/seed-job.ts')).runSeedJob;
}
