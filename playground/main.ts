import '../reports/html/page/style.css';
import './style.css';
import { offerCopies } from '../reports/html/page/copy.ts';
import { inflatedData } from '../reports/html/page/read-data.ts';
import { offerZoomOf } from '../reports/html/page/offer-zoom.ts';
import { Timeline } from '../reports/html/page/timeline.ts';
import { markup } from '../reports/html/markup.ts';
import type { Markup } from '../reports/html/markup.ts';
import { instant } from '../reports/format.ts';
import { choiceIn, commandOf, linkOf, settingsOf } from './controls.ts';
import type { Choice } from './controls.ts';
import { chosenIn, formMarkup } from './form.ts';
import type { Answer } from './messages.ts';
import { Runner } from './runner.ts';
import type { SiteData } from './site-data.ts';

/** Of a slider that is still being moved. */
const WAIT_MS = 150;

/** The page: what is chosen on the one side, what comes of it on the other. */
class Playground {
  readonly #site: SiteData;
  readonly #form: HTMLElement;
  readonly #results: HTMLElement;
  readonly #runner: Runner;
  #choice: Choice;
  #yaml = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the plots that are shown now, what lets go of them. */
  #leave: readonly (() => void)[] = [];

  constructor(site: SiteData, form: HTMLElement, results: HTMLElement) {
    this.#site = site;
    this.#form = form;
    this.#results = results;
    this.#runner = new Runner(site.worker, (answer) => this.#hear(answer));
    this.#choice = this.#chosenByLink();
  }

  start(): void {
    this.#showForm();
    addEventListener('hashchange', () => {
      if (location.hash === linkOf(this.#choice)) return;
      this.#choice = this.#chosenByLink();
      this.#showForm();
      this.#run();
    });
    this.#run();
  }

  #chosenByLink(): Choice {
    const scenarios = this.#site.scenarios.map(({ name }) => name);
    return choiceIn(location.hash, { scenarios, policies: this.#site.policies });
  }

  #showForm(): void {
    show(this.#form, formMarkup(this.#site, this.#choice));
    const form = this.#form.querySelector('form');
    form?.addEventListener('submit', (event) => event.preventDefault());
    form?.addEventListener('input', ({ target }) => {
      this.#choice = chosenIn(form, target);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#run(), WAIT_MS);
    });
    for (const button of this.#form.querySelectorAll<HTMLButtonElement>('[data-act]'))
      button.addEventListener('click', () => void this.#act(button.dataset['act'] ?? ''));
  }

  async #act(what: string): Promise<void> {
    if (what === 'reset') {
      this.#choice = { ...this.#choice, policy: null, values: {} };
      this.#showForm();
      this.#run();
      return;
    }
    const text = what === 'link' ? location.href : this.#yaml;
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) this.#tell('Copied.');
    else show(this.#told(), markup`<textarea readonly rows="6" aria-label="To copy">${text}</textarea>`);
  }

  #told(): HTMLElement {
    const place = this.#form.querySelector('.told');
    return place instanceof HTMLElement ? place : this.#form;
  }

  #tell(text: string): void {
    this.#told().textContent = text;
  }

  #run(): void {
    const { scenario, seed } = this.#choice;
    history.replaceState(null, '', linkOf(this.#choice));
    const text = this.#site.scenarios.find(({ name }) => name === scenario)?.text ?? '';
    document.documentElement.dataset['ready'] = 'false';
    this.#tell('It runs…');
    this.#runner.ask({ text, set: settingsOf(this.#choice), seed, paste: commandOf(this.#choice) });
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'running') {
      this.#tell(`It runs: ${instant(answer.atUs)} of virtual time.`);
      this.#results.innerHTML = answer.markup;
      return;
    }
    if (answer.kind === 'refused') {
      this.#tell('');
      show(
        this.#results,
        markup`<h2>This can’t be run</h2>${answer.errors.map((error) => markup`<p class="why">${error}</p>`)}`,
      );
    } else {
      this.#done(answer);
    }
    document.documentElement.dataset['ready'] = 'true';
  }

  #done({ markup: article, fingerprint, runs, yaml }: Extract<Answer, { readonly kind: 'done' }>): void {
    this.#yaml = yaml;
    this.#tell('');
    this.#results.innerHTML = article;
    for (const leave of this.#leave) leave();
    this.#results.dataset['fingerprint'] = fingerprint;
    offerCopies();
    const place = this.#results.querySelector('.timeline');
    if (!(place instanceof HTMLElement)) return;
    this.#leave = runs.map((data) => {
      new Timeline(place, data).show();
      return offerZoomOf(data);
    });
  }
}

/** All that others wrote is escaped in it, and the policy of the page lets nothing run that is not ours. */
function show(place: HTMLElement, content: Markup): void {
  place.innerHTML = content.text;
}

async function start(): Promise<void> {
  const site = await inflatedData<SiteData>((value) => 'worker' in value);
  const form = document.querySelector('#form');
  const results = document.querySelector('#results');
  if (site === null || !(form instanceof HTMLElement) || !(results instanceof HTMLElement)) return;
  new Playground(site, form, results).start();
}

void start();
