import type { LedgerSummary } from '../../sim/ledger/ledger-summary.ts';
import { count, shareOf } from '../format.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { round } from './plots/axis.ts';

interface Stage {
  readonly name: string;
  readonly number: number;
  /** Of those of the stage before, what is not here, in words. */
  readonly falls: string;
}

/** The way of the readings: how many came so far, and how many fell off on the way there. */
function stagesOf({ generated, attempted, stored, ends }: LedgerSummary): readonly Stage[] {
  return [
    { name: 'generated', number: generated, falls: '' },
    { name: 'sent', number: attempted, falls: 'never sent' },
    { name: 'stored', number: stored, falls: 'sent, not stored' },
    {
      name: 'acknowledged',
      number: ends.acknowledged + ends['duplicate-acknowledged'],
      falls: 'stored, not acknowledged',
    },
  ];
}

const WIDTH = 1000;
const HEIGHT = 130;
const BAR = 14;
const TOP = 26;
const BOTTOM = 42;

/** Generated, sent, stored, acknowledged: a stream that is as wide as what flows, and what falls off it on the way. */
export function ledgerFlow(id: string, ledger: LedgerSummary): Markup {
  const stages = stagesOf(ledger);
  const whole = Math.max(1, ledger.generated);
  const gap = (WIDTH - BAR) / (stages.length - 1);
  const high = (number: number): number => round((Math.min(number, whole) / whole) * HEIGHT);
  const bars = stages.map(
    ({ number }, index) =>
      markup`<rect class="flow-bar" x="${round(index * gap)}" y="0" width="${BAR}" height="${Math.max(1, high(number))}"/>`,
  );
  const streams = stages.slice(1).map(({ number }, index) => {
    const before = stages[index]?.number ?? 0;
    const from = round(index * gap + BAR);
    const to = round((index + 1) * gap);
    const middle = round((from + to) / 2);
    const stays = high(Math.min(number, before));
    const fallen = high(before) - stays;
    return markup`<path class="flow" d="M${from} 0H${to}V${stays}H${from}Z"/>${
      fallen <= 0
        ? []
        : markup`<path class="flow-off" d="M${from} ${stays}C${middle} ${stays} ${middle} ${round(stays + fallen)} ${middle} ${HEIGHT}H${round(middle - Math.min(fallen * 2, gap / 3))}C${round(middle - Math.min(fallen * 2, gap / 3))} ${high(before)} ${from} ${high(before)} ${from} ${high(before)}Z"/>`
    }`;
  });
  const labels = stages.map(({ name, number }, index) => {
    const last = index === stages.length - 1;
    const x = last ? '100%' : `${round((index * gap * 100) / WIDTH)}%`;
    const anchor = last ? 'end' : 'start';
    return markup`<text class="flow-name" x="${x}" y="11" text-anchor="${anchor}" aria-hidden="true">${name}</text><text class="flow-number" x="${x}" y="${TOP + HEIGHT + 16}" text-anchor="${anchor}" aria-hidden="true">${count(number)}</text>`;
  });
  const offs = fallsOf(ledger).map(
    ({ says, number, place }) =>
      markup`<text class="flow-fallen" x="${round(((place - 0.5) * gap * 100) / WIDTH)}%" y="${TOP + HEIGHT + 34}" text-anchor="middle" aria-hidden="true">−${count(number)}<title>${says}</title></text>`,
  );
  return markup`<figure class="plot flow-plot"><figcaption><h4 id="${id}">The way of the readings</h4></figcaption>
<svg width="100%" height="${TOP + HEIGHT + BOTTOM}" role="img" aria-labelledby="${id} ${id}-d"><desc id="${id}-d">${wordsOf(ledger)}</desc>
<svg x="0" y="${TOP - 8}" width="100%" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${streams}${bars}</svg>${labels}${offs}</svg>
${fallsList(ledger)}</figure>`;
}

interface Fall {
  readonly says: string;
  readonly number: number;
  /** Index of the stage that is not reached, among those that are drawn. */
  readonly place: number;
}

function fallsOf(ledger: LedgerSummary): readonly Fall[] {
  const stages = stagesOf(ledger);
  return stages.flatMap(({ number, falls }, index) => {
    const before = stages[index - 1]?.number ?? number;
    return before > number ? [{ says: falls, number: before - number, place: index }] : [];
  });
}

function fallsList(ledger: LedgerSummary): Markup {
  const falls = fallsOf(ledger);
  const told =
    ledger.storedBy === 'word'
      ? []
      : ['The edge does not say what it stores: its answers are taken for its word.'];
  const words = [
    ...falls.map(({ says, number }) => `${count(number)} ${says} (${shareOf(number, ledger.generated)})`),
    ...told,
  ];
  if (words.length === 0) return markup`<p class="note">Nothing fell off.</p>`;
  return markup`<ul class="plain">${words.map((text) => markup`<li>${text}</li>`)}</ul>`;
}

function wordsOf(ledger: LedgerSummary): string {
  return stagesOf(ledger)
    .map(({ name, number }) => `${count(number)} ${name}`)
    .join(', ');
}
