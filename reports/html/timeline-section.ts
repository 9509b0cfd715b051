import { count, plural } from '../format.ts';
import { ENDING_NAMES, ENDINGS } from '../trace/ending.ts';
import type { Witnessed } from '../trace/witness.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import { boxKey } from './plots/keys.ts';
import { endingWords } from './plots/over-time.ts';
import { section } from './section.ts';

/** Of all devices, and of those endings alone that occur. */
function endingLegend({ series }: Witnessed): Markup {
  const entries = ENDING_NAMES.flatMap((name) => {
    const number = (series.endings.get(name)?.sums ?? []).reduce((sum, value) => sum + value, 0);
    return number === 0
      ? []
      : [markup`<li>${boxKey(`ending ending-${name}`)}${endingWords(name, number)}</li>`];
  });
  return markup`<ul class="legend">${entries}</ul>`;
}

/** The place of the timeline, which a script fills; without one it says so. `faults`: to filter by. */
export function timelineSection(id: string, witnessed: Witnessed, faults: readonly string[]): Markup {
  const { trace } = witnessed;
  const leftOut = trace.devicesSeen - trace.devices.length;
  const says =
    leftOut === 0
      ? NOTHING
      : markup`<p class="note" role="note">Left out here: ${plural(leftOut, 'device')} of ${count(trace.devicesSeen)}, and ${count(trace.eventsSeen - trace.events.length)} of ${count(trace.eventsSeen)} events. All else on this page is about all of them.</p>`;
  const endings = ENDING_NAMES.map(
    (name) => markup`<option value="${name}">${ENDINGS[name].letter}, ${ENDINGS[name].says}</option>`,
  );
  const options = faults.map((name) => markup`<option>${name}</option>`);
  return section(
    `${id}-timeline`,
    'Timeline: every attempt',
    says,
    markup`<div class="timeline" data-run="${id}">
<noscript><p class="note">The timeline needs scripts.</p></noscript>
<form class="filters"><label>Device <input name="device" type="search" placeholder="any" autocomplete="off"></label><label>Fault <select name="fault"><option value="">any</option>${options}</select></label><label>Ending <select name="ending"><option value="">any</option>${endings}</select></label><label class="check"><input name="even" type="checkbox"> even time</label></form>
${endingLegend(witnessed)}<p class="timeline-says" aria-live="polite"></p>
<div class="canvas-box"></div>
<div class="zoom"><button type="button" data-zoom="in">Zoom in</button><button type="button" data-zoom="out">Zoom out</button><button type="button" data-zoom="all">All</button></div>
<div class="story-panel" tabindex="-1" hidden></div>
</div>`,
  );
}
