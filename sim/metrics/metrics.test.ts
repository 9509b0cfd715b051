import { expect, test } from 'vitest';
import { COMPARED_METRIC_NAMES, METRIC_NAMES, METRICS } from './metrics.ts';

test('every metric says what it is in one phrase', () => {
  for (const name of METRIC_NAMES) expect(METRICS[name].doc, name).toMatch(/^[^\n]{10,110}[^.\s]$/);
});

test('three labels fit beside each other, with names and n, on a page of 80', () => {
  for (const name of COMPARED_METRIC_NAMES) {
    expect(METRICS[name].compared.label.length, name).toBeLessThanOrEqual(16);
  }
});
