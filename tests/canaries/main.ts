/**
 * `npm run canaries`: which scenario and invariant catch each canary, and after how many seeds; with `--shrink`, how small its
 * failing run becomes; with `--swarm`, after how many drawn worlds it is caught, the hardest first. How far it is stands on
 * stderr. Fails if one gets away, or a right one is accused; of a swarm, if it finds fewer than nine in ten.
 */
import { batchProgress, toStderr } from '../batch-progress.ts';
import type { BatchProgress } from '../batch-progress.ts';
import { CANARIES, CONTROLS } from './canaries.ts';
import type { Canary } from './canary.ts';
import { catchesOf, HEAD, isGoodEnough, rowOf, runsOf, SEEDS_MAX } from './catches.ts';
import { isCaughtInSwarm } from './hunt-in-swarm.ts';
import { isCaught } from './run-canary.ts';
import { OTHER_SEEDS, shrunkCanary } from './shrink-canary.ts';
import type { Shrunk } from './shrink-canary.ts';
import { orRefuse, scriptFlags } from '../script-flags.ts';

const SWARM_MAX = 300;
/** Worlds in which the controls must hold: those in which nearly all canaries are caught. */
const CONTROLLED = 60;
const SWARM_SHARE_MIN = 0.9;
const DEVICES_MAX = 2;
const ATOMS_MAX = 5;

const values = scriptFlags('canaries', {
  shrink: { type: 'boolean' },
  swarm: { type: 'boolean' },
  /** Only those whose mistake has this in its words. */
  only: { type: 'string', default: '' },
});
const ASKED = orRefuse(() => {
  const asked = CANARIES.filter(({ mistake }) => mistake.includes(values.only));
  if (asked.length > 0) return asked;
  throw new Error(`--only: no canary has ${JSON.stringify(values.only)} in the words of its mistake.`);
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wordsOf({ part, mistake }: Pick<Canary, 'part' | 'mistake'>): string {
  return `${part} ${mistake}`;
}

function nameOf(canary: Canary): string {
  const text = wordsOf(canary);
  return (text.length > 42 ? `${text.slice(0, 41)}…` : text).padEnd(42);
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

/** The first of seeds 1 on under which it holds; null: none up to `most`. */
async function firstSeed(most: number, isIt: (seed: string) => Promise<boolean>): Promise<number | null> {
  for (let number = 1; number <= most; number += 1) if (await isIt(String(number))) return number;
  return null;
}

async function catchThem(): Promise<number> {
  say(HEAD);
  const progress = batchProgress(ASKED.length, toStderr);
  let bad = 0;
  for (const canary of ASKED) {
    const catches = await catchesOf(canary, isCaught);
    const isCaughtWell = isGoodEnough(catches);
    if (!isCaughtWell) bad += 1;
    say(rowOf(catches));
    progress.done(`${wordsOf(canary)}: ${isCaughtWell ? 'caught' : 'NOT CAUGHT WELL'}`, runsOf(catches));
  }
  say(
    bad === 0
      ? `\n${ASKED.length} canaries, each caught: in the median after at most 3 seeds, never after more than ${SEEDS_MAX}; ${progress.runs} runs`
      : `\n${bad} of ${ASKED.length} canaries got away, or took more than 3 seeds in the median; ${progress.runs} runs`,
  );
  return bad;
}

async function shrinkThem(): Promise<number> {
  say(`${'canary'.padEnd(42)} devices atoms readings  runs of 20`);
  const progress = batchProgress(ASKED.length, toStderr);
  const all: Shrunk[] = [];
  let bad = 0;
  for (const canary of ASKED) {
    const seed = await firstSeed(SEEDS_MAX, (each) => isCaught(canary, each));
    const shrunk = seed === null ? null : await shrunkCanary(canary, String(seed));
    if (shrunk === null) {
      bad += 1;
      say(`${nameOf(canary)} no small run`);
      progress.done(`${wordsOf(canary)}: NO SMALL RUN`, seed ?? SEEDS_MAX);
      continue;
    }
    const { devices, atoms, readings, runs, otherSeeds, allNeeded } = shrunk;
    const isSmall = devices <= DEVICES_MAX && atoms <= ATOMS_MAX && allNeeded;
    if (!isSmall) bad += 1;
    all.push(shrunk);
    const numbers = [devices, atoms, readings, runs, otherSeeds].map((number, at) =>
      String(number).padStart([7, 5, 8, 5, 5][at] ?? 0),
    );
    say(`${nameOf(canary)} ${numbers.join(' ')}${isSmall ? '' : '  NOT SMALL'}`);
    progress.done(`${wordsOf(canary)}: ${isSmall ? 'small' : 'NOT SMALL'}`, (seed ?? 0) + runs + OTHER_SEEDS);
  }
  const runs = all.map((each) => each.runs);
  const [one, two] = [1, 2].map((devices) => all.filter((each) => each.devices === devices).length);
  say(
    `\n${all.length} of ${ASKED.length} made small: ${one} with one device, ${two} with two; at most ${Math.max(...all.map(({ atoms }) => atoms))} atoms, ${medianOf(all.map(({ atoms }) => atoms))} in the median; ${medianOf(all.map(({ readings }) => readings))} readings in the median; ${Math.min(...runs)} to ${Math.max(...runs)} runs, ${medianOf(runs)} in the median; ${all.filter(({ otherSeeds }) => otherSeeds === OTHER_SEEDS).length} fail under all ${OTHER_SEEDS} other seeds`,
  );
  return bad;
}

/** The edge and the device that canaries are made of must pass where these are caught. */
async function falseAlarms(progress: BatchProgress): Promise<number> {
  let alarms = 0;
  for (const control of CONTROLS) {
    const world = await firstSeed(CONTROLLED, (seed) => isCaughtInSwarm(control, seed));
    if (world !== null) alarms += 1;
    const found = world === null ? `nothing in ${CONTROLLED} worlds` : `FALSE ALARM in world ${world}`;
    say(`the right ${control.part}: ${found}`);
    progress.done(`the right ${control.part}: ${found}`, world ?? CONTROLLED);
  }
  return alarms;
}

async function huntThem(): Promise<number> {
  const progress = batchProgress(ASKED.length + CONTROLS.length, toStderr);
  const took: { readonly canary: Canary; readonly worlds: number }[] = [];
  for (const canary of ASKED) {
    const worlds = (await firstSeed(SWARM_MAX, (seed) => isCaughtInSwarm(canary, seed))) ?? Infinity;
    took.push({ canary, worlds });
    const says = worlds === Infinity ? 'NOT CAUGHT' : `caught in world ${worlds}`;
    progress.done(`${wordsOf(canary)}: ${says}`, Math.min(worlds, SWARM_MAX));
  }
  say(`${'canary'.padEnd(42)} worlds`);
  for (const { canary, worlds } of took.toSorted((a, b) => b.worlds - a.worlds))
    say(`${nameOf(canary)} ${String(worlds === Infinity ? 'no' : worlds).padStart(6)}`);
  const alarms = await falseAlarms(progress);
  const caught = took.map(({ worlds }) => worlds).filter((worlds) => worlds !== Infinity);
  const median = medianOf(took.map(({ worlds }) => worlds));
  say(
    `\n${caught.length} of ${ASKED.length} caught within ${SWARM_MAX} drawn worlds, ${median} in the median, ${Math.max(...caught)} at most; ${progress.runs} runs`,
  );
  return alarms + Number(caught.length < ASKED.length * SWARM_SHARE_MIN);
}

const bad = await (values.shrink === true ? shrinkThem() : values.swarm === true ? huntThem() : catchThem());
process.exitCode = bad === 0 ? 0 : 1;
