import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './clock.ts';

const ROUNDS = 3;

/** In a process of its own, with the young generation that `npm run sim` has. */
function rateOf(script: string, ...words: readonly string[]): number {
  const file = join(import.meta.dirname, script);
  const flags = ['--max-semi-space-size=64', '--import', 'tsx'];
  return Number(execFileSync(process.execPath, [...flags, file, ...words], { encoding: 'utf8' }));
}

/** Both sides of each ratio by turns, so that a slow minute of the machine hits both. */
export function benchLanes(): readonly string[] {
  const rates = { bare: [], inject: [], pipeline: [], thousand: [], tenThousand: [] } satisfies Record<
    string,
    number[]
  > as Record<'bare' | 'inject' | 'pipeline' | 'thousand' | 'tenThousand', number[]>;
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(rateOf('inject-loop.ts', 'bare'));
    rates.inject.push(rateOf('inject-loop.ts', 'inject'));
    rates.pipeline.push(rateOf('pipeline-loop.ts'));
    rates.thousand.push(rateOf('fast-lane.ts', '1000'));
    rates.tenThousand.push(rateOf('fast-lane.ts', '10000'));
  }
  const bare = median(rates.bare);
  const inject = median(rates.inject);
  const pipeline = median(rates.pipeline);
  const thousand = median(rates.thousand);
  const tenThousand = median(rates.tenThousand);
  return [
    `bare loop of app(request, response)             ${Math.round(bare)} exchanges/s`,
    `inject, the same app                            ${Math.round(inject)} exchanges/s`,
    `ratio                                           ${(inject / bare).toFixed(2)}×           (wanted: at least 0.7)`,
    `the edge's pure pipeline alone                  ${Math.round(pipeline)} calls/s`,
    `direct, 1,000 devices, whole simulation         ${Math.round(thousand)} readings/s (wanted: 100,000)`,
    `direct, 10,000 devices                          ${Math.round(tenThousand)} readings/s`,
    `10,000 devices over 1,000                       ${(tenThousand / thousand).toFixed(2)}×           (wanted: at least 0.5)`,
    `pipeline calls for each reading of direct       ${(pipeline / thousand).toFixed(1)}`,
  ];
}
