import { COMPARED_METRIC_NAMES, METRICS } from '../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../sim/metrics/metrics.ts';
import type { RunResult } from '../sim/run/result.ts';
import { metricValue } from './format.ts';
import { heading, stack, table } from './layout.ts';
import type { Lines } from './layout.ts';
import { pageOf } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import { renderRunText } from './run-text.ts';
import { invariantsSection, violationsSection, warningsSection } from './run-judgement.ts';
import { verdictLines } from './run-verdict.ts';
import { plain, wrap } from './text-width.ts';

/** The same scenario and seed: against an edge in real time, and in the simulator. */
export interface LiveRuns {
  readonly live: RunResult;
  readonly simulated: RunResult;
  readonly url: string;
  /** Whether all of the live run's report is wanted. */
  readonly whole: boolean;
}

const VIOLATIONS_SHOWN = 3;

/** Whether the simulator tells the truth of this edge, and what the live run is judged. Ends without a line break. */
export function renderLiveText({ live, simulated, url, whole }: LiveRuns, options: PageOptions): string {
  const page = pageOf(options);
  if (whole) {
    const report = renderRunText(live, { ...options, lastEvents: [], paste: null, everySetting: null });
    return [report, '', ...besideSection(live, simulated, page)].join('\n');
  }
  return stack([
    [page.paint('strong', plain(`${live.scenario.name} · seed ${live.seed} · live against ${url}`))],
    besideSection(live, simulated, page),
    invariantsSection(live, page),
    warningsSection(live, page),
    live.outcome === 'passed' ? [] : violationsSection(live, page, VIOLATIONS_SHOWN),
    verdictLines(live, options),
  ]).join('\n');
}

function besideSection(live: RunResult, simulated: RunResult, page: Page): Lines {
  const rows = COMPARED_METRIC_NAMES.map((name) => [
    METRICS[name].compared.label,
    shown(name, live),
    shown(name, simulated),
  ]).filter(([, one, other]) => one !== NOT_OBSERVABLE || other !== NOT_OBSERVABLE);
  return [
    heading('Live and simulated', page),
    ...table(
      [{ align: 'left' }, { align: 'right' }, { align: 'right' }],
      [['', 'live', `simulated, ${simulated.subject.edge}`], ...rows],
      page,
    ),
    '',
    ...wrap(
      'The same draws decide what the network does in both. In the live run machines take time too, so requests meet other draws, and latencies are longer by what they take.',
      page.columns,
    ),
  ];
}

const NOT_OBSERVABLE = 'not observable';

function shown(name: ComparedMetricName, { metrics }: RunResult): string {
  const value = metrics[name];
  return value === null ? NOT_OBSERVABLE : metricValue(value, METRICS[name].unit);
}
