import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express from 'express';
import type { Metric } from 'prom-client';
import type { ErrorRequestHandler, Request, Response } from 'express';
import {
  DEVICES_PATH,
  HEALTH_PATH,
  INGEST_PATH,
  METRICS_PATH,
  READY_PATH,
  TELEMETRY_PATH,
} from '../../protocol/index.ts';
import type { Metrics } from '../../protocol/index.ts';
import type { EdgeAnswer } from '../../ports/index.ts';
import { certifiedNames } from '../auth/certified-names.ts';
import { problem } from '../answer/problem.ts';
import { REFUSALS } from '../answer/refusals.ts';
import type { DeviceReport } from '../devices/device-table.ts';
import type { Exchange } from '../ingest/exchange.ts';
import type { IngestPipeline } from '../ingest/ingest-pipeline.ts';
import type { Refuser } from '../ingest/refuser.ts';
import type { Counters } from '../metrics/counters.ts';
import type { RequestHead } from '../request.ts';
import type { ReadingPage } from '../store/reading-page.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import type { Tracing } from '../trace/request-span.ts';
import { ambiguityOf } from './ambiguous-request.ts';
import { freshAnswer } from './fresh-answer.ts';
import { createMetricsAnswer } from './metrics-answer.ts';
import { pageQuery } from './page-query.ts';
import { readBody } from './read-body.ts';
import { requestTarget } from './request-target.ts';
import { sendAnswer } from './send-answer.ts';

export interface AppParts {
  readonly pipeline: IngestPipeline;
  readonly refuser: Refuser;
  readonly counters: Counters;
  readonly metrics: () => Metrics;
  /** Metrics beside the counters. */
  readonly more: readonly Metric[];
  /** Null: nobody keeps a list of devices. */
  readonly devices: (() => readonly DeviceReport[]) | null;
  /** Whether it is asked who sends; then not everybody may see who else does. */
  readonly isAuthenticated: boolean;
  readonly store: Pick<ReadingStore, 'page' | 'isUp'>;
  /** Null: nobody collects spans. */
  readonly tracing: Tracing | null;
  /** Whether answers carry a Date header, which is wall time whatever the clock of the edge says. */
  readonly sendDate: boolean;
}

const NO_BODY = new Uint8Array();

/** What a body that does not come as it should is refused for. */
const BROKEN = { late: 'request_timeout', malformed: 'malformed_request' } as const;

/**
 * The Express app: it routes, reads bodies and writes answers, and decides nothing about a reading. Targets that Express
 * cannot route are answered in front of it.
 */
export function createApp({
  pipeline,
  refuser,
  counters,
  metrics,
  more,
  devices,
  isAuthenticated,
  store,
  tracing,
  sendDate,
}: AppParts): RequestListener {
  const metricsAnswer = createMetricsAnswer({ counters, metrics, more });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // The one route with a query reads it strictly.
  app.set('query parser', false);

  app
    .route(INGEST_PATH)
    .post((request, response) => {
      const head = headOf(request);
      const exchange = pipeline.arrive(head);
      follow(head, exchange, response);
      readBody(request, pipeline.bodyBytesMax, (body) => {
        if (body === 'aborted') pipeline.abort(exchange);
        else if (body === 'late' || body === 'malformed')
          cutOff(refuser.refuse(exchange, BROKEN[body]), request, response);
        else respond(pipeline.answer({ ...head, body }, exchange), request, response);
      });
    })
    // No other method is allowed, whatever its body.
    .all((request, response) => {
      respond(pipeline.ingest({ ...headOf(request), body: NO_BODY }), request, response);
    });

  app
    .route(METRICS_PATH)
    .get((request, response) => respond(metricsAnswer(request), request, response))
    .all(refuseMethod);

  app
    .route(TELEMETRY_PATH)
    .get((request, response) => respond(page(request), request, response))
    .all(refuseMethod);

  app
    .route(READY_PATH)
    .get((request, response) => send(ready(request), request, response))
    .all(refuseMethod);

  if (devices !== null) {
    app
      .route(DEVICES_PATH)
      .get((request, response) => send(deviceList(request, devices), request, response))
      .all(refuseMethod);
  }

  app
    .route(HEALTH_PATH)
    .get((request, response) => send(health(request), request, response))
    .all(refuseMethod);

  app.use((request, response) => {
    send(refuser.refuse(arrive(request), 'not_found'), request, response);
  });

  // Express tells an error handler by its four parameters.
  const onError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    sendFault(error, request, response);
  };
  app.use(onError);

  const take: RequestListener = (request, response) => {
    response.sendDate = sendDate;
    const ambiguity = ambiguityOf(request);
    if (ambiguity !== undefined) {
      const exchange = pipeline.arrive({ method: request.method ?? '', path: '', headers: request.headers });
      const { reason, detail } = ambiguity;
      cutOff(refuser.refuse(exchange, reason, { detail }), request, response);
      return;
    }
    const target = requestTarget(request.url ?? '');
    if (target !== undefined) {
      request.url = target;
      if (!turnsAway(request, response)) app(request, response);
      return;
    }
    const exchange = pipeline.arrive({ method: request.method ?? '', path: '', headers: request.headers });
    send(refuser.refuse(exchange, 'bad_path'), request, response);
  };
  // As an Express app shows them, for those who make the messages.
  return Object.assign(take, { request: app.request, response: app.response });

  /**
   * Under more load than it can bear an edge answers before it routes, and before it reads: what it spends on those whom it refuses
   * is lost to the others. Node itself lets run to nowhere what is left of a short body.
   */
  function turnsAway(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url, headers } = request;
    if (!pipeline.isOverloaded || url !== INGEST_PATH || method !== 'POST') return false;
    const length = Number(headers['content-length'] ?? Infinity);
    if (!(length <= pipeline.bodyBytesMax)) return false;
    const head = { method, path: url, headers };
    const exchange = pipeline.arrive(head);
    follow(head, exchange, response);
    send(pipeline.turnAway(exchange), request, response);
    return true;
  }

  /** For whoever collects spans: until it is answered, or its connection is gone. */
  function follow(head: RequestHead, exchange: Exchange, response: ServerResponse): void {
    const span = tracing?.(head) ?? null;
    if (span === null) return;
    exchange.span = span;
    response.once('close', () => span.end?.(response.statusCode));
  }

  function arrive(request: Request): Exchange {
    return pipeline.arrive(headOf(request));
  }

  function refuseMethod(request: Request, response: Response): void {
    send(refuser.methodNotAllowed(arrive(request), 'GET, HEAD'), request, response);
  }

  /** Asked every few seconds by a load balancer: no line in the log. */
  function health(request: Request): EdgeAnswer {
    if (!pipeline.draining) return freshAnswer('application/json', '{"status":"ok"}');
    return problem({ ...REFUSALS.draining, correlationId: arrive(request).correlationId });
  }

  /** Like `health`, and 503 too while nothing could be stored. */
  function ready(request: Request): EdgeAnswer {
    if (pipeline.draining) return health(request);
    if (store.isUp?.() !== false) return freshAnswer('application/json', '{"status":"ready"}');
    return problem({ ...REFUSALS.store_away, correlationId: arrive(request).correlationId });
  }

  function deviceList(request: Request, list: () => readonly DeviceReport[]): EdgeAnswer {
    const isHere = /^(::1|(::ffff:)?127\.[\d.]+)$/.test(request.socket.remoteAddress ?? '');
    if (isAuthenticated && !isHere) return refuser.refuse(arrive(request), 'not_here');
    return freshAnswer('application/json', JSON.stringify({ devices: list() }));
  }

  function page(request: Request): EdgeAnswer | Promise<EdgeAnswer> {
    if (store.page === undefined) return refuser.refuse(arrive(request), 'not_readable');
    const exchange = arrive(request);
    const refused = pipeline.authenticate(headOf(request), exchange);
    if (refused !== undefined) return refused;
    const query = pageQuery(request.url.split('?').slice(1).join('?'));
    if (typeof query === 'string') return refuser.refuse(exchange, 'bad_query', { detail: query });
    exchange.deviceId = query.deviceId;
    if (exchange.isOfAnother) return refuser.refuse(exchange, 'another_device');
    const answer = (found: ReadingPage): EdgeAnswer => freshAnswer('application/json', JSON.stringify(found));
    const failed = (error: unknown): EdgeAnswer =>
      refuser.refuse(exchange, 'store_failed', { log: { error: String(error) } });
    try {
      const found = store.page(query);
      return found instanceof Promise ? found.then(answer, failed) : answer(found);
    } catch (error) {
      return failed(error);
    }
  }

  function respond(answer: EdgeAnswer | Promise<EdgeAnswer>, request: Request, response: Response): void {
    if (!(answer instanceof Promise)) {
      send(answer, request, response);
      return;
    }
    answer.then(
      (ready) => send(ready, request, response),
      (error: unknown) => sendFault(error, request, response),
    );
  }

  function sendFault(error: unknown, request: Request, response: Response): void {
    if (response.headersSent) response.destroy();
    else send(refuser.fault(arrive(request), error), request, response);
  }

  /** Where a next request would begin on this connection nobody knows. */
  function cutOff(answer: EdgeAnswer, request: IncomingMessage, response: ServerResponse): void {
    sendAnswer(answer, request, response, { close: true });
  }

  function send(answer: EdgeAnswer, request: IncomingMessage, response: ServerResponse): void {
    // A client that keeps its connection would hold up a server that wants to stop.
    sendAnswer(answer, request, response, { close: pipeline.draining });
  }
}

function headOf(request: Request): RequestHead {
  const { method, path, headers, socket } = request;
  const certified = certifiedNames(socket);
  return certified.length === 0 ? { method, path, headers } : { method, path, headers, certified };
}
