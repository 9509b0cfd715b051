import { expect, test } from 'vitest';
import { metricWords } from '../reports/metric-words.ts';
import { COMPARED_METRICS } from '../sim/explore/compared-metrics.ts';
import { METRIC_UNITS } from '../sim/scenario/metric-name.ts';

// The reports may not import values of the harness: here both sides are seen together.
test.for(COMPARED_METRICS)('the reports have words for $metric, in its unit and direction', (compared) => {
  const words = metricWords(compared.metric);
  expect(words.group).not.toBe('other');
  expect(words.unit).toBe(METRIC_UNITS[compared.metric]);
  expect(words.better ?? 'neither').toBe(compared.better);
  // Three of them, with names and n, on a page of 80.
  expect(words.label.length).toBeLessThanOrEqual(16);
});
