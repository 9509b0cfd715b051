import { correlationId, parseTraceparent, TRACEPARENT_HEADER } from '../../protocol/index.ts';
import type { Random } from '../../ports/index.ts';
import type { RequestHead, RequestHeaders } from '../request.ts';

/** What the edge does for one request, as a part of a trace that others began. */
export interface RequestSpan {
  /** 32 and 16 hex digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** To be called once, when the request is answered or its connection gone. Left out: nobody wants to know. */
  readonly end?: (status: number) => void;
}

/** Whoever collects spans. Null: he has nothing to follow this request by. */
export type Tracing = (head: RequestHead) => RequestSpan | null;

/** Goes on with the trace that the request says it belongs to. Without one, or with one that is not valid, there is none. */
export function continuedSpan(headers: RequestHeaders, random: Random): RequestSpan | null {
  const given = headers[TRACEPARENT_HEADER];
  if (typeof given !== 'string') return null;
  const parent = parseTraceparent(given);
  if (parent === null) return null;
  // The same 64 bits of chance as those of a correlation id.
  const spanId = correlationId(random.draw('span-id', 0), random.draw('span-id', 1));
  return { traceId: parent.traceId, spanId };
}
