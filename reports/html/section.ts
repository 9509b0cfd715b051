import { shareOf, count } from '../format.ts';
import type { Judged } from '../judged.ts';
import { rowsShown } from '../run-counts.ts';
import type { CountRow } from '../run-counts.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';

/** A part of a page under a heading of its own. */
export function section(id: string, title: string, ...parts: readonly Markup[]): Markup {
  return markup`<section aria-labelledby="${id}"><h3 id="${id}">${title}</h3>${parts}</section>`;
}

/** Counts with their shares. */
export function countTable(title: string, rows: readonly CountRow[]): Markup {
  return markup`<table class="counts"><caption>${title}</caption><tbody>${rowsShown(rows).map(countRow)}</tbody></table>`;
}

function countRow({ label, value, whole }: CountRow): Markup {
  if (value === null)
    return markup`<tr><th scope="row">${label}</th><td class="dim">–</td><td class="dim">not told</td></tr>`;
  const share = whole === null || value === 0 ? '' : shareOf(value, whole);
  return markup`<tr class="${value === 0 ? 'dim' : ''}"><th scope="row">${label}</th><td>${count(value)}</td><td class="dim">${share}</td></tr>`;
}

/** What was judged, each with its mark; `more` comes below what it is about. */
export function judgedList(items: readonly Judged[], more: (name: string) => Markup = () => NOTHING): Markup {
  const rows = items.map(
    ({ tone, mark, name, text }) =>
      markup`<li class="judged tone-${tone}"><span class="mark-sign" aria-hidden="true">${mark}</span><span class="judged-name">${name}</span><span class="judged-text">${text}</span>${more(name)}</li>`,
  );
  return markup`<ul class="plain judged-list">${rows}</ul>`;
}

export function bullets(texts: readonly string[]): Markup {
  return markup`<ul class="bullets">${texts.map((text) => markup`<li>${text}</li>`)}</ul>`;
}
