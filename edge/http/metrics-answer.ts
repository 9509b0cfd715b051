import type { Request } from 'express';
import { Registry } from 'prom-client';
import type { EdgeAnswer } from '../../ports/index.ts';
import { createPrometheusRegistry } from '../metrics/prometheus.ts';
import type { PrometheusSource } from '../metrics/prometheus.ts';
import { jsonAnswer } from './json-answer.ts';

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
    if (form === PLAIN_FORM) return textAnswer(plain.contentType, plain.metrics());
    if (form === OPEN_FORM) return textAnswer(open.contentType, open.metrics());
    return jsonAnswer(source.metrics());
  };
}

async function textAnswer(contentType: string, text: Promise<string>): Promise<EdgeAnswer> {
  return {
    status: 200,
    headers: { 'content-type': contentType, 'cache-control': 'no-store' },
    body: await text,
  };
}
