import './style.css';
import { offerCopies, offerFiles } from './copy.ts';
import { readData } from './read-data.ts';
import { offerZoomOf, offerZoomOfLoads } from './offer-zoom.ts';
import { openTargets } from './open-target.ts';
import { Timeline } from './timeline.ts';

offerCopies();
offerFiles();
openTargets();

void drawRuns();

async function drawRuns(): Promise<void> {
  const data = await readData();
  for (const run of data?.runs ?? []) {
    const place = document.querySelector(`.timeline[data-run="${run.id}"]`);
    if (place instanceof HTMLElement) new Timeline(place, run).show();
    offerZoomOf(run);
  }
  const loads = data?.loads ?? null;
  if (loads !== null) offerZoomOfLoads(loads);
  // For who waits for it, a test for one.
  document.documentElement.dataset['ready'] = 'true';
}
