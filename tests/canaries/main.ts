/** `npm run canaries`: which scenario and invariant catch each canary, and after how many seeds. Fails if one gets away. */
import { CANARIES } from './canaries.ts';
import { catchesOf, HEAD, isGoodEnough, rowOf, SEEDS_MAX } from './catches.ts';
import { isCaught } from './run-canary.ts';

let bad = 0;
process.stdout.write(`${HEAD}\n`);
for (const canary of CANARIES) {
  const catches = await catchesOf(canary, isCaught);
  if (!isGoodEnough(catches)) bad += 1;
  process.stdout.write(`${rowOf(catches)}\n`);
}
process.stdout.write(
  bad === 0
    ? `\n${CANARIES.length} canaries, each caught: in the median after at most 3 seeds, never after more than ${SEEDS_MAX}\n`
    : `\n${bad} of ${CANARIES.length} canaries got away, or took more than 3 seeds in the median\n`,
);
process.exitCode = bad === 0 ? 0 : 1;
