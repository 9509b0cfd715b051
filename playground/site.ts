import { htmlDocument } from '../reports/html/document.ts';
import { hatchPatterns } from '../reports/html/hatches.ts';
import { markup } from '../reports/html/markup.ts';
import { POLICY_NAMES } from '../device/policy/policies.ts';
import { readFileSync } from 'node:fs';
import { listScenarios } from '../sim/scenario/index.ts';
import { bundlePlayground } from './build.mjs';
import type { SiteData } from './site-data.ts';

/** The whole playground in one page, with all scenarios that come with Petrel. */
export async function playgroundPage(): Promise<string> {
  const { worker, script, style } = await bundlePlayground();
  const data: SiteData = {
    scenarios: listScenarios().map(({ name, file }) => ({ name, text: readFileSync(file, 'utf8') })),
    policies: POLICY_NAMES,
    worker,
  };
  const body = markup`${hatchPatterns()}<a class="skip" href="#results">To the results</a>
<header class="banner"><p class="name">Petrel</p><h1>playground: a storm in your browser, the same as on the command line</h1></header>
<div class="playground"><div id="form"></div><main id="results" tabindex="-1" aria-label="Results"></main></div>`;
  return htmlDocument({ title: 'Petrel: playground', body, data, hasWorker: true }, { script, style });
}
