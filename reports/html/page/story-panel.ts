import { plural } from '../../format.ts';
import type { TraceEvent } from '../../../sim/trace/event.ts';
import { storyOf } from '../../trace/story.ts';
import type { StoryOf } from '../../trace/story.ts';
import type { ActedDraw } from '../../trace/witness.ts';
import { markup } from '../markup.ts';
import { storyMarkup } from '../story-markup.ts';

interface StorySource {
  readonly id: string;
  readonly seed: string;
  readonly events: readonly TraceEvent[];
  readonly draws: readonly ActedDraw[] | null;
}

/** Tells the story of a reading in a place of the page. */
export class StoryPanel {
  readonly #place: HTMLElement;
  readonly #source: StorySource;

  #onClose: () => void = () => {};

  constructor(place: HTMLElement, source: StorySource) {
    this.#place = place;
    this.#source = source;
    place.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#close();
    });
  }

  /** @param onClose where the reader goes back to */
  tell(of: StoryOf, onClose: () => void): void {
    const { id, seed, events, draws } = this.#source;
    const steps = storyOf(events, of, draws);
    const story = storyMarkup(steps, { id: `${id}-story`, seed });
    // All that others wrote is escaped in it, and the policy of the page lets nothing run that is not ours.
    this.#place.innerHTML =
      markup`<h4>The story of ${of.device}, reading ${of.reading} <span class="dim">· ${plural(steps.length, 'step')}</span></h4><button type="button" class="close">Close</button>${story}`.text;
    this.#place.hidden = false;
    this.#onClose = onClose;
    this.#place.querySelector('.close')?.addEventListener('click', () => this.#close());
    this.#place.focus({ preventScroll: true });
    this.#place.scrollIntoView({ block: 'nearest' });
  }

  #close(): void {
    this.#place.hidden = true;
    this.#onClose();
  }
}
