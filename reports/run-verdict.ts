import type { Outcome, RunResult } from '../sim/run/result.ts';
import { count, decimal, time } from './format.ts';
import type { Tone } from './paint.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { fit, plain, wrap } from './text-width.ts';

const WORDS: Readonly<Record<Outcome, string>> = {
  passed: 'PASSED',
  violated: 'VIOLATED',
  stalled: 'STALLED',
  'limit-hit': 'LIMIT HIT',
  crashed: 'CRASHED',
};

function toneOf(outcome: Outcome): Tone {
  if (outcome === 'passed') return 'good';
  return outcome === 'limit-hit' || outcome === 'stalled' ? 'warn' : 'bad';
}

/** `PASSED  storm, seed 42: all invariants held`, on as many lines as it takes. */
export function verdictLines(result: RunResult, options: PageOptions): readonly string[] {
  const { columns, paint } = pageOf(options);
  const word = WORDS[result.outcome];
  const text = `${plain(result.scenario.name)}, seed ${plain(result.seed)}: ${plain(result.why)}`;
  const [first = '', ...rest] = wrap(text, columns - word.length - 2);
  const indent = ' '.repeat(word.length + 2);
  return [`${paint(toneOf(result.outcome), word)}  ${first}`, ...rest.map((line) => indent + line)];
}

/** The whole run on one line, for `--quiet` and for lists of runs. */
export function runLine(result: RunResult, options: PageOptions): string {
  const { columns, paint } = pageOf(options);
  const word = WORDS[result.outcome];
  const parts = [plain(result.scenario.name), `seed ${plain(result.seed)}`, result.fingerprint.slice(0, 12)];
  // Of a pass there is nothing more to say, if all was judged.
  const judged = result.expectations.every(({ verdict }) => verdict !== 'not-judged');
  if (result.outcome !== 'passed' || !judged) parts.push(plain(result.why));
  const rest = parts.join(' · ');
  return `${paint(toneOf(result.outcome), word)}  ${fit(rest, columns - word.length - 2)}`;
}

/** One decimal of a second: more is noise. */
function wallTime(ms: number): string {
  return ms < 100 || ms >= 60_000 ? time(ms) : `${decimal(ms / 1000, 1)}s`;
}

/** `sim 5m00s · wall 0.9s · 333× · 4,812 exchanges/s · fingerprint 9f3c…` */
export function headline(result: RunResult, columns: number): readonly string[] {
  const { wallMs } = result.timing;
  const parts = [`sim ${time(result.simulatedMs)}`, `wall ${wallTime(wallMs)}`];
  if (wallMs > 0) {
    const speed = result.simulatedMs / wallMs;
    parts.push(`${speed < 10 ? decimal(speed, 1) : count(speed)}×`);
    parts.push(`${count((result.exchanges / wallMs) * 1000)} exchanges/s`);
  }
  parts.push(`fingerprint ${result.fingerprint.slice(0, 12)}`);
  return wrap(parts.join(' · '), columns);
}
