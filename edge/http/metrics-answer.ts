import type { Request } from 'express';
import { Registry } from 'prom-client';
import type { EdgeAnswer } from '../../ports/index.ts';
import { createPrometheusRegistry } from '../metrics/prometheus.ts';
import type { PrometheusSource } from '../metrics/prometheus.ts';
import { freshAnswer } from './fresh-answer.ts';

/** JSON comes first in `FORMS`: it is what `*` means. The versions are there because scrapers ask for them. */
const PLAIN_FORM = 'text/plain; version=0.0.4';
const OPEN_FORM = 'application/openmetrics-text; version=1.0.0';
const FORMS = ['application/json', PLAIN_FORM, OPEN_FORM];

/** `GET /metrics` in the form that Accept asks for: JSON, or one of the text formats of Prometheus. */
export function createMetricsAnswer(
  source: PrometheusSource,
): (request: Request) => EdgeAnswer | Promise<EdgeAnswer> {
  const plain = createPrometheusRegistry(Registry.PROMETHEUS_CONTENT_TYPE, source);
  const open = createPrometheusRegistry(Registry.OPENMETRICS_CONTENT_TYPE, source);
  return (request) => {
    const form = request.accepts(FORMS);
    const registry = form === PLAIN_FORM ? plain : form === OPEN_FORM ? open : null;
    if (registry === null) return freshAnswer('application/json', JSON.stringify(source.metrics()));
    return registry.metrics().then((text) => freshAnswer(registry.contentType, text));
  };
}
