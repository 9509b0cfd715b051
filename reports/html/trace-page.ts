import { count, plural, time } from '../format.ts';
import type { Witnessed } from '../trace/witness.ts';
import type { BrowserCode } from './browser-code.ts';
import { htmlDocument } from './document.ts';
import { hatchPatterns } from './hatches.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { overTimeSection } from './over-time-section.ts';
import type { PageData } from './page-data.ts';
import type { Shade, TimeAxis } from './plots/axis.ts';
import { letterAt } from './plots/time-axis.ts';
import { timelineData } from './run-data.ts';
import { timelineSection } from './timeline-section.ts';

/** What a trace alone tells: the plots, the timeline and the stories; not what was promised, and what came of it. */
export function tracePage(name: string, runs: readonly Witnessed[], code: BrowserCode): string {
  const articles = runs.map((witnessed, index) => traceArticle(`run${index}`, name, witnessed));
  const body = markup`${hatchPatterns()}<a class="skip" href="#main">To the results</a>
<header class="banner"><p class="name">Petrel</p><h1>a trace: ${name}</h1></header>
<main id="main">${articles}</main>`;
  const data: PageData = {
    runs: runs.map((witnessed, index) => timelineData(`run${index}`, witnessed, axisOf(witnessed))),
    loads: null,
  };
  return htmlDocument({ title: `Petrel: ${name}`, body, data }, code);
}

function traceArticle(id: string, name: string, witnessed: Witnessed): Markup {
  const { series, trace } = witnessed;
  const axis = axisOf(witnessed);
  return markup`<article aria-labelledby="${id}"><header class="verdict"><h2 id="${id}">${name}</h2><p class="description">${plural(trace.devicesSeen, 'device')}, ${count(trace.eventsSeen)} events, ${time(series.endAt / 1000)} of virtual time</p></header>
${overTimeSection(id, series, axis)}${timelineSection(id, witnessed, faultsIn(witnessed))}</article>`;
}

function axisOf(witnessed: Witnessed): TimeAxis {
  const { series, trace } = witnessed;
  const marks = trace.events.flatMap((event) =>
    event.kind === 'phase_started' && event.phase === 'heal'
      ? [{ at: event.at, says: 'the faults are over' }]
      : [],
  );
  return { startAt: 0, endAt: Math.max(1, series.endAt), shades: shadesIn(witnessed), marks };
}

/** From its opening to its closing; one that is never closed lasts to the end. */
function shadesIn({ trace, series }: Witnessed): readonly Shade[] {
  const shades: Shade[] = [];
  for (const event of trace.events) {
    if (event.kind === 'window_opened') {
      const letter = letterAt(shades.length);
      shades.push({ from: event.at, to: series.endAt, letter, says: event.faults.join(', ') });
    } else if (event.kind === 'window_closed') {
      const says = event.faults.join(', ');
      const at = shades.findIndex((shade) => shade.says === says && shade.to === series.endAt);
      const open = shades[at];
      if (open !== undefined) shades[at] = { ...open, to: event.at };
    }
  }
  return shades;
}

function faultsIn({ trace }: Witnessed): readonly string[] {
  const names = trace.events.flatMap((event) => {
    if (event.kind === 'fault_injected') return [event.fault];
    return 'by' in event ? [event.by] : [];
  });
  return [...new Set(names)].toSorted();
}
