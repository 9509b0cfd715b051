import type { Problem } from '../../protocol/index.ts';
import { CORRELATION_ID_HEADER, PROBLEM_CONTENT_TYPE } from '../../protocol/index.ts';
import type { EdgeAnswer } from '../../ports/index.ts';

/** The reason phrases of RFC 9110 §15, as the `title` of a problem whose type is `about:blank` (RFC 9457 §4.2.1). */
const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
} as const;

export type ProblemStatus = keyof typeof TITLES;

export interface ProblemParts {
  readonly status: ProblemStatus;
  /** One sentence for a person; nothing of the payload in it. */
  readonly detail: string;
  readonly correlationId: string;
  readonly errors?: Problem['errors'];
  /** Beside content type and correlation id, e.g. Allow or Retry-After. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Any answer that is not a 2xx (RFC 9457). */
export function problem(parts: ProblemParts): EdgeAnswer {
  const body: Problem = {
    type: 'about:blank',
    title: TITLES[parts.status],
    status: parts.status,
    detail: parts.detail,
    correlation_id: parts.correlationId,
    errors: parts.errors,
  };
  return {
    status: parts.status,
    headers: {
      'content-type': PROBLEM_CONTENT_TYPE,
      [CORRELATION_ID_HEADER]: parts.correlationId,
      ...parts.headers,
    },
    body: JSON.stringify(body),
    value: body,
  };
}
