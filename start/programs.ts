/**
 * What a bundle holds: each program, loaded when it is wanted, and the jobs of worker threads. Without a bundle the same
 * file is loaded through tsx.
 */
export const PROGRAMS = {
  sim: () => import('../sim/cli/main.ts'),
  edge: () => import('../edge/main.ts'),
  device: () => import('../device/main.ts'),
} satisfies Readonly<Record<string, () => Promise<unknown>>>;

export async function jobs() {
  return import('../sim/cli/workers/jobs.ts');
}
