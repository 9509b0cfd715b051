import type { RunResult } from '../sim/run/result.ts';
import { count, decimal, time } from './format.ts';
import { hanging } from './layout.ts';
import { OUTCOME_WORDS } from './outcome-words.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { fit, plain, wrap } from './text-width.ts';

/** `PASSED  storm, seed 42: all invariants held`, on as many lines as it takes. */
export function verdictLines(result: RunResult, options: PageOptions): readonly string[] {
  const { columns, paint } = pageOf(options);
  const [word, tone] = OUTCOME_WORDS[result.outcome];
  const text = `${plain(result.scenario.name)}, seed ${plain(result.seed)}: ${plain(result.why)}`;
  return hanging(`${paint(tone, word)}  `, text, columns);
}

/** The whole run on one line, for `--quiet` and for lists of runs. */
export function runLine(result: RunResult, options: PageOptions): string {
  const { columns, paint } = pageOf(options);
  const [word, tone] = OUTCOME_WORDS[result.outcome];
  const parts = [plain(result.scenario.name), `seed ${plain(result.seed)}`, result.fingerprint.slice(0, 12)];
  // Of a pass there is nothing more to say, if all was judged.
  const judged = result.expectations.every(({ why }) => why === null);
  if (result.outcome !== 'passed' || !judged) parts.push(plain(result.why));
  const rest = parts.join(' · ');
  return `${paint(tone, word)}  ${fit(rest, columns - word.length - 2)}`;
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

/** `faults 0ms · heal and drain 5m00s, 17 open · end 5m12s, 0 open`: what the drain had to do, and whether it did. */
export function phaseLines({ phases, shuffledTies }: RunResult, columns: number): readonly string[] {
  const parts = phases.flatMap(({ phase, atMs, open }, index) => {
    // Healing takes no time.
    if (phase === 'drain' && phases[index - 1]?.phase === 'heal') return [];
    const name = phase === 'heal' && phases[index + 1]?.phase === 'drain' ? 'heal and drain' : phase;
    return [phase === 'faults' ? `faults ${time(atMs)}` : `${name} ${time(atMs)}, ${count(open)} open`];
  });
  if (shuffledTies !== null) parts.push(`${count(shuffledTies)} ties in an order drawn from the seed`);
  return wrap(parts.join(' · '), columns);
}
