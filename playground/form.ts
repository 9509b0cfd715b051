import { markup, NOTHING } from '../reports/html/markup.ts';
import type { Markup } from '../reports/html/markup.ts';
import { SLIDERS } from './controls.ts';
import type { Choice, Slider } from './controls.ts';
import type { SiteData } from './site-data.ts';

const AS_IT_IS = 'as in the file';

/** What a reader can choose, with what is chosen. */
export function formMarkup({ scenarios, policies }: SiteData, choice: Choice): Markup {
  const option = (name: string, chosen: string | null): Markup =>
    name === chosen ? markup`<option selected>${name}</option>` : markup`<option>${name}</option>`;
  return markup`<form class="controls" aria-label="Settings">
<label>Scenario <select name="scenario">${scenarios.map(({ name }) => option(name, choice.scenario))}</select></label>
<label>Policy <select name="policy"><option value="">${AS_IT_IS}</option>${policies.map((name) => option(name, choice.policy))}</select></label>
<label>Seed <input name="seed" value="${choice.seed}" autocomplete="off"></label>
${SLIDERS.map((slider) => sliderMarkup(slider, choice.values[slider.path]))}
<p class="buttons"><button type="button" data-act="reset">As in the file</button><button type="button" data-act="link">Copy link</button><button type="button" data-act="yaml">Copy as scenario file</button></p>
<p class="told" aria-live="polite"></p>
</form>`;
}

function sliderMarkup({ path, label, min, max, step }: Slider, value: number | undefined): Markup {
  const touched = value === undefined ? NOTHING : markup` data-touched="true"`;
  return markup`<label class="slider">${label}<output>${saidOf(path, value)}</output><input type="range" name="${path}" min="${min}" max="${max}" step="${step}" value="${value ?? min}"${touched}></label>`;
}

function saidOf(path: string, value: number | undefined): string {
  const unit = SLIDERS.find((slider) => slider.path === path)?.unit ?? '';
  return value === undefined ? AS_IT_IS : `${value}${unit === '%' ? ' %' : unit === '' ? '' : ` ${unit}`}`;
}

/** What the form says; a slider that was just moved counts from now on. */
export function chosenIn(form: HTMLFormElement, moved: EventTarget | null): Choice {
  if (moved instanceof HTMLInputElement && moved.type === 'range') moved.dataset['touched'] = 'true';
  const given = new FormData(form);
  const text = (name: string): string => {
    const value = given.get(name);
    return typeof value === 'string' ? value : '';
  };
  const values: Record<string, number> = {};
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=range]')) {
    const touched = input.dataset['touched'] === 'true';
    if (touched) values[input.name] = input.valueAsNumber;
    const output = input.parentElement?.querySelector('output');
    if (output !== null && output !== undefined)
      output.textContent = saidOf(input.name, touched ? input.valueAsNumber : undefined);
  }
  return {
    scenario: text('scenario'),
    policy: text('policy') === '' ? null : text('policy'),
    seed: text('seed') === '' ? '0' : text('seed'),
    values,
  };
}
