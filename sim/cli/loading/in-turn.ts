import { duringRealTime } from '../../host/hidden-work.ts';

let last: Promise<unknown> = Promise.resolve();

/**
 * Loads modules one after the other, in the order in which they are asked for, and goes on only when all that are asked
 * for at one instant are loaded: files are read in no fixed order, and none of it may show in the run.
 */
export async function inTurn<Value>(load: () => Promise<Value>): Promise<Value> {
  const begin = (): Promise<Value> => duringRealTime(load);
  const mine = last.then(begin, begin);
  last = mine;
  return duringRealTime(async () => {
    const value = await mine;
    // Whoever asked at the same instant stands behind; the last of them is known by now.
    await last.catch(() => {});
    return value;
  });
}
