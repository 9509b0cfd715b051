/** One attempt of a device: when, and whether it or its answer vanished. */
export interface Passing {
  readonly atMs: number;
  readonly lost: boolean;
}

export interface Chain {
  readonly goodMeanMs: number;
  readonly badMeanMs: number;
  /** How many bursts were seen. */
  readonly bursts: number;
}

/** Two log-likelihoods that differ by this have no chance to do so where losses are independent (χ² of 20). */
const EVIDENCE = 10;
const RATES = { leastPerMs: 1e-7, mostPerMs: 1e-2, steps: 60 };
const SHARES = 40;

interface Step {
  readonly gapMs: number;
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * The Gilbert-Elliott chain in continuous time that these losses are likeliest under, where all is lost while a link is bad
 * and nothing while it is good; null where independent losses explain them as well. Each attempt is judged by the
 * one before it, so that a client which tries more often while its link is bad does not make the bad state look longer.
 */
export function fitChain(links: Iterable<readonly Passing[]>): Chain | null {
  const steps: Step[] = [];
  let bursts = 0;
  for (const link of links)
    for (const [index, { atMs, lost }] of link.entries()) {
      const before = link[index - 1];
      if (lost && before?.lost !== true) bursts += 1;
      if (before !== undefined && atMs > before.atMs)
        steps.push({ gapMs: atMs - before.atMs, before: before.lost, after: lost });
    }
  const lostAfter = steps.filter(({ after }) => after).length;
  if (lostAfter < 10 || lostAfter === steps.length) return null;
  const independent = logLikelihood(steps, lostAfter / steps.length, Infinity);
  let best = { likelihood: -Infinity, share: 0, rate: 0 };
  const stepRatio = (RATES.mostPerMs / RATES.leastPerMs) ** (1 / RATES.steps);
  for (let index = 0; index <= RATES.steps; index += 1) {
    const rate = RATES.leastPerMs * stepRatio ** index;
    const { share, likelihood } = bestShare(steps, rate);
    if (likelihood > best.likelihood) best = { likelihood, share, rate };
  }
  if (best.likelihood - independent < EVIDENCE) return null;
  const { share, rate } = finer(steps, best, stepRatio);
  return { goodMeanMs: 1 / (rate * share), badMeanMs: 1 / (rate * (1 - share)), bursts };
}

/** `share`: of time that a link is bad. `rate`: both rates of the chain together, in 1/ms. */
function logLikelihood(steps: readonly Step[], share: number, rate: number): number {
  let sum = 0;
  for (const { gapMs, before, after } of steps) {
    const kept = rate === Infinity ? 0 : Math.exp(-rate * gapMs);
    const bad = before ? share + (1 - share) * kept : share * (1 - kept);
    sum += Math.log(Math.max(1e-12, after ? bad : 1 - bad));
  }
  return sum;
}

function bestShare(
  steps: readonly Step[],
  rate: number,
): { readonly share: number; readonly likelihood: number } {
  return greatest(0.0005, 0.9, SHARES, (share) => logLikelihood(steps, share, rate));
}

function finer(steps: readonly Step[], { rate }: { readonly rate: number }, ratio: number) {
  let found = { share: 0, rate, likelihood: -Infinity };
  const logs = [Math.log(rate / ratio), Math.log(rate * ratio)] as const;
  for (let index = 0; index <= 20; index += 1) {
    const tried = Math.exp(logs[0] + ((logs[1] - logs[0]) * index) / 20);
    const { share, likelihood } = bestShare(steps, tried);
    if (likelihood > found.likelihood) found = { share, rate: tried, likelihood };
  }
  return found;
}

/** By golden sections of the logarithm; the likelihood has one peak over the share. */
function greatest(low: number, high: number, times: number, valueOf: (share: number) => number) {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [Math.log(low), Math.log(high)];
  for (let step = 0; step < times && to - from > 0.005; step += 1) {
    const [left, right] = [to - golden * (to - from), from + golden * (to - from)];
    if (valueOf(Math.exp(left)) >= valueOf(Math.exp(right))) to = right;
    else from = left;
  }
  const share = Math.exp((from + to) / 2);
  return { share, likelihood: valueOf(share) };
}
