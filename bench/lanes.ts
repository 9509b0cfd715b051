import { median } from './clock.ts';
import { benchModels } from './models.ts';
import { perSecond, ratioLine } from './ratio-line.ts';
import { rateOf, scriptOutput } from './script-output.ts';

const ROUNDS = 3;

interface FastLane {
  readonly whole: number;
  readonly thousand: number;
  readonly tenThousand: number;
}

/** All sides of all ratios by turns, so that a slow minute of the machine hits them alike. */
export function benchLanes(): readonly string[] {
  const bares: number[] = [];
  const injects: number[] = [];
  const pipelines: number[] = [];
  const lanes: FastLane[] = [];
  const models = benchModels();
  for (let round = 0; round < ROUNDS; round += 1) {
    bares.push(rateOf('inject-loop.ts', 'bare'));
    injects.push(rateOf('inject-loop.ts', 'inject'));
    pipelines.push(rateOf('pipeline-loop.ts'));
    lanes.push(scriptOutput('fast-lane.ts') as FastLane);
    models.measure();
  }
  const [bare, inject, pipeline] = [median(bares), median(injects), median(pipelines)];
  const direct = median(lanes.map(({ whole }) => whole));
  const thousand = median(lanes.map((lane) => lane.thousand));
  const tenThousand = median(lanes.map((lane) => lane.tenThousand));
  return [
    ratioLine({
      what: 'inject / bare loop of app(request, response)',
      ratio: inject / bare,
      wanted: 'at least 0.7',
      sides: `${perSecond(inject, 'exchanges')} / ${perSecond(bare, 'exchanges')}`,
    }),
    ratioLine({
      what: "the edge's pure pipeline / direct, as a whole",
      ratio: pipeline / direct,
      sides: `${perSecond(pipeline, 'calls')} / ${perSecond(direct, 'readings')}`,
    }),
    ratioLine({
      what: 'direct, 10,000 devices / 1,000',
      ratio: tenThousand / thousand,
      wanted: 'at least 0.5',
      sides: `${perSecond(tenThousand, 'readings')} / ${perSecond(thousand, 'readings')}`,
    }),
    ...models.lines(direct),
  ];
}
