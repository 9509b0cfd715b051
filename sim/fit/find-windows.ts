import { medianOf } from './numbers.ts';

/** Something that either happened to an attempt or did not. */
export interface Trial {
  readonly atMs: number;
  readonly hit: boolean;
}

/** A while in which it happened more often than else. */
export interface FoundWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly hits: number;
  readonly count: number;
}

export interface Found {
  readonly windows: readonly FoundWindow[];
  /** Outside of the windows. */
  readonly base: { readonly hits: number; readonly count: number };
}

const BINS_MAX = 200;
const TRIALS_IN_BIN = 20;
/** So many standard deviations above the usual share, which chance alone does not do in thousands of bins. */
const DEVIATIONS = 5;
/** A window that is worth a line of a scenario changes the share by as much at least. */
const CHANGE_MIN = 0.1;
/** What lasts longer is not a window but how the place is. */
const SPAN_SHARE_MAX = 0.6;

interface Bin {
  readonly fromMs: number;
  hits: number;
  count: number;
}

/**
 * Whiles in which the share of hits is far above its usual (the median over short spans of equal length). Their ends are
 * then moved to where the likelihood of all trials around is greatest, so they are as exact as the trials are dense.
 * `trials` in order of time.
 */
export function findWindows(trials: readonly Trial[]): Found {
  const [first, last] = [trials[0], trials.at(-1)];
  const total = countOf(trials);
  if (first === undefined || last === undefined || first.atMs === last.atMs)
    return { windows: [], base: total };
  const spanMs = last.atMs - first.atMs;
  const bins = Math.max(1, Math.min(BINS_MAX, Math.floor(trials.length / TRIALS_IN_BIN)));
  const widthMs = spanMs / bins;
  const filled = binned(trials, first.atMs, widthMs, bins);
  const usual = medianOf(filled.filter(({ count }) => count > 0).map(({ hits, count }) => hits / count));
  const windows = groupsOf(filled.map((bin) => isOut(bin, usual)))
    .map(([from, to]) => {
      const share = shareWithin(filled.slice(from, to));
      const fromMs = edgeMs(trials, first.atMs + from * widthMs, widthMs, usual, share);
      const toMs = edgeMs(trials, first.atMs + to * widthMs, widthMs, share, usual);
      const within = trials.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      return { fromMs, toMs, ...countOf(within) };
    })
    .filter(({ fromMs, toMs, count }) => count > 0 && toMs - fromMs < SPAN_SHARE_MAX * spanMs);
  const inWindows = windows.reduce(
    (sum, { hits, count }) => ({ hits: sum.hits + hits, count: sum.count + count }),
    { hits: 0, count: 0 },
  );
  return { windows, base: { hits: total.hits - inWindows.hits, count: total.count - inWindows.count } };
}

export function isWithin(windows: readonly FoundWindow[], when: number): boolean {
  return windows.some(({ fromMs, toMs }) => when >= fromMs && when < toMs);
}

function countOf(trials: readonly Trial[]): { readonly hits: number; readonly count: number } {
  return { hits: trials.filter(({ hit }) => hit).length, count: trials.length };
}

function binned(trials: readonly Trial[], fromMs: number, widthMs: number, bins: number): readonly Bin[] {
  const filled = Array.from({ length: bins }, (_, index): Bin => ({
    fromMs: fromMs + index * widthMs,
    hits: 0,
    count: 0,
  }));
  for (const { atMs, hit } of trials) {
    const bin = filled[Math.min(bins - 1, Math.floor((atMs - fromMs) / widthMs))];
    if (bin === undefined) continue;
    bin.count += 1;
    if (hit) bin.hits += 1;
  }
  return filled;
}

function isOut({ hits, count }: Bin, usual: number): boolean {
  const spread = Math.sqrt(count * usual * (1 - usual) + 1);
  return count > 0 && hits > count * usual + DEVIATIONS * spread && hits / count >= usual + CHANGE_MIN;
}

/** Runs of `true`, as [from, to); one `false` between two of them is theirs. */
function groupsOf(flags: readonly boolean[]): readonly (readonly [number, number])[] {
  const groups: [number, number][] = [];
  for (const [index, flag] of flags.entries()) {
    if (!flag) continue;
    const last = groups.at(-1);
    if (last !== undefined && index - last[1] <= 1) last[1] = index + 1;
    else groups.push([index, index + 1]);
  }
  return groups;
}

function shareWithin(bins: readonly Bin[]): number {
  const hits = bins.reduce((sum, bin) => sum + bin.hits, 0);
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  return count === 0 ? 0 : hits / count;
}

/** Where near `aboutMs` the share changes from `before` to `after`: the cut under which the trials are likeliest. */
function edgeMs(
  trials: readonly Trial[],
  aboutMs: number,
  reachMs: number,
  before: number,
  after: number,
): number {
  const near = trials.filter(({ atMs }) => Math.abs(atMs - aboutMs) <= reachMs);
  let likelihood = 0;
  let best = { likelihood: 0, atMs: near[0]?.atMs ?? aboutMs };
  for (const [index, { hit }] of near.entries()) {
    // Moving the cut behind this trial counts it by the share before.
    likelihood += logChance(hit, before) - logChance(hit, after);
    const next = near[index + 1];
    if (likelihood > best.likelihood && next !== undefined) best = { likelihood, atMs: next.atMs };
  }
  return best.atMs;
}

/** Never −∞: a share that was measured as 0 or 1 is not known to be just that. */
function logChance(hit: boolean, share: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, share));
  return Math.log(hit ? bounded : 1 - bounded);
}
