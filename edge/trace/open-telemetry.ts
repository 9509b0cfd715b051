import {
  context,
  isSpanContextValid,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Tracing } from './request-span.ts';

/**
 * Spans for whichever SDK of OpenTelemetry this process has registered, by whatever copy of the API; without one there are none. Behind
 * a door of its own, for where the sources run as they are the package need not be installed; the bundle has it in itself.
 */
export const openTelemetry: Tracing = ({ method, path, headers }) => {
  const parent = propagation.extract(context.active(), headers);
  const options = {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': method, 'http.route': path, 'url.path': path },
  };
  const span = trace.getTracer('petrel-edge').startSpan(`${method} ${path}`, options, parent);
  const spanContext = span.spanContext();
  if (!isSpanContextValid(spanContext)) return null;
  return {
    ...spanContext,
    end: (status) => {
      span.setAttribute('http.response.status_code', status);
      // By the conventions for servers what a client did wrong is no error of the server.
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
};
