import './jitless.ts';
import { builtinSubject } from '../../sim/builtin/builtin-subject.ts';
import { run } from '../../sim/run/run.ts';
import { parseScenario } from '../../sim/scenario/parse-scenario.ts';
import { overridesFrom } from '../../sim/scenario/override.ts';
import { modulesIn } from '../../sim/scenario/next-settings.ts';
import { formatScenarioError } from '../../sim/scenario/scenario-error.ts';
import { scenarioToYaml } from '../../sim/scenario/describe-scenario.ts';
import { markup } from '../../reports/html/markup.ts';
import { drawTimePlot } from '../../reports/html/plots/draw-time-plot.ts';
import { endingsPlot, loadPlot } from '../../reports/html/plots/over-time.ts';
import { shadesOf } from '../../reports/html/plots/time-axis.ts';
import { runArticle } from '../../reports/html/run-article.ts';
import { runData } from '../../reports/html/run-data.ts';
import type { RunSeries } from '../../reports/trace/run-series.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { Witness } from '../../reports/trace/witness.ts';
import type { Answer, Asked } from '../messages.ts';

/** More events than this are more than a page draws while one waits for it. */
const EVENTS_MAX = 40_000;

/** So often, in events, the page is told how far it is. */
const TELL_EACH = 4_000;

/** What a worker has of its page; the rest of this lane knows of no browser. */
declare const self: {
  addEventListener(kind: 'message', heard: (event: { readonly data: Asked }) => void): void;
  postMessage(answer: Answer): void;
};

self.addEventListener('message', ({ data }) => {
  void answerTo(data).then(tell);
});

function tell(answer: Answer): void {
  self.postMessage(answer);
}

/** Ids in the page begin with it. */
const RUN = 'run';

async function answerTo({ id, text, set, seed, paste }: Asked): Promise<Answer> {
  const flags = overridesFrom({ set });
  if (!flags.ok) return { kind: 'refused', id, errors: flags.errors.map(formatScenarioError) };
  const read = parseScenario(text, 'playground.yaml', { overrides: flags.overrides });
  if (!read.ok) return { kind: 'refused', id, errors: read.errors.map(formatScenarioError) };
  const { scenario } = read;
  const modules = modulesIn(scenario.next).map((part) => `next.${part}: ${scenario.next[part]}`);
  if (modules.length > 0) {
    const error = `${modules.join(', ')}: a page loads no modules. Say same or built-in, or run the scenario by the command line.`;
    return { kind: 'refused', id, errors: [error] };
  }
  const witness = new Witness(EVENTS_MAX);
  let events = 0;
  const result = await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    transport: 'direct',
    onAct: witness.hear(),
    onEvent: (event) => {
      witness.observe(event);
      events += 1;
      if (events % TELL_EACH === 0)
        tell({ kind: 'running', id, atUs: event.at, markup: soFar(witness.series(), scenario) });
    },
  });
  const found = { result, witnessed: witness.conclude(), paste, story: [] };
  return {
    kind: 'done',
    id,
    markup: runArticle(RUN, found).text,
    fingerprint: result.fingerprint,
    runs: runData(RUN, found),
    yaml: scenarioToYaml(scenario),
  };
}

/** On the axis that the whole will have. */
function soFar(series: RunSeries, { durationMs, timeline }: Scenario): string {
  const endAt = Math.max(durationMs * 1000, series.endAt);
  const axis = { startAt: 0, endAt, shades: shadesOf(timeline), marks: [] };
  const plots = [loadPlot('live-load', series, axis), endingsPlot('live-ends', series, axis)];
  return markup`<div class="plots">${plots.map((plot) => drawTimePlot(plot, axis))}</div>`.text;
}
