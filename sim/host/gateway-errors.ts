import type { Answer } from '../net/index.ts';
import { answerOf } from './gateway-answers.ts';

/** What something in front of an edge may answer in its place, in the order in which it is drawn. */
export const ERROR_KINDS = [
  'internalError',
  'badGateway',
  'gatewayTimeout',
  'requestTimeout',
  'tooEarly',
  'redirect',
  'html',
  'empty',
  'endless',
  'errorInside',
  'otherReading',
  'unlisted',
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

/** How likely each kind is. */
export type ErrorSettings = Readonly<Record<ErrorKind, number>> & {
  /** What Retry-After asks for, of all that is no 2xx; null: there is none. */
  readonly retryAfterMs: number | null;
};

/** Those that may also come after the edge has taken the request: then the device retries what is stored. */
const ALSO_AFTER: ReadonlySet<ErrorKind> = new Set([
  'internalError',
  'badGateway',
  'gatewayTimeout',
  'empty',
  'errorInside',
  'otherReading',
  'unlisted',
]);

/** Only who looks into the answer can tell these from the word of the edge. */
const LIES: ReadonlySet<ErrorKind> = new Set(['html', 'empty', 'endless', 'errorInside', 'otherReading']);

/** Where a captive portal sends everybody. */
export const PORTAL_PATH = '/portal/login';

/** Behind it stands where the edge has moved to, as a redirect to HTTPS or with a slash at the end has it. */
const MOVED = '/moved';

const HTML = 'text/html; charset=utf-8';
const LOGIN_PAGE = '<!doctype html><title>Guest network</title><p>Please accept our terms.</p>';
const REDIRECTS = [302, 303, 307, 308] as const;
/** A full disk, an origin that broke off, an overloaded service, a proxy that waited too long. */
const UNLISTED = [507, 520, 529, 599] as const;

export interface ErrorDraw {
  readonly kind: ErrorKind;
  readonly after: boolean;
}

/** Which error this delivery meets. Null: none. `echoes`: devices look into answers. */
export function errorFor(
  errors: ErrorSettings,
  draw: (purpose: string) => number,
  { echoes }: { readonly echoes: boolean },
): ErrorDraw | null {
  const uniform = draw('errors');
  let sum = 0;
  for (const kind of ERROR_KINDS) {
    sum += errors[kind];
    if (uniform >= sum) continue;
    // Who believes any 2xx is given none that lies.
    if (LIES.has(kind) && !echoes) return null;
    return { kind, after: ALSO_AFTER.has(kind) && draw('errors/after') < 0.5 };
  }
  return null;
}

interface Surroundings {
  readonly retryAfterMs: number | null;
  /** Path and query of the request. */
  readonly path: string;
  readonly draw: (purpose: string) => number;
  /** What the edge said last to a request for another reading, of this device or of anybody; null: nothing yet. */
  readonly other: () => Answer | null;
}

/** What is answered in place of the edge. Null: there is nothing to answer so. */
export function errorAnswer(kind: ErrorKind, around: Surroundings): Answer | null {
  const { retryAfterMs, path, draw, other } = around;
  switch (kind) {
    case 'internalError':
      return answerOf(500, 'application/json', '{"error":"Internal Server Error"}', retryAfterMs);
    case 'badGateway':
      return answerOf(502, HTML, page('502 Bad Gateway'), retryAfterMs);
    case 'gatewayTimeout':
      return answerOf(504, HTML, page('504 Gateway Time-out'), retryAfterMs);
    case 'requestTimeout':
      return answerOf(408, 'text/plain', '', retryAfterMs);
    case 'tooEarly':
      return answerOf(425, 'text/plain', '', retryAfterMs);
    case 'redirect': {
      const uniform = draw('errors/redirect') * REDIRECTS.length;
      const status = REDIRECTS[Math.floor(uniform)] ?? 307;
      const answer = answerOf(status, HTML, page('Moved'), retryAfterMs);
      const location = locationOf(status, path, uniform % 1);
      return { ...answer, headers: { ...answer.headers, location } };
    }
    case 'html':
      return loginPage();
    case 'empty':
      return answerOf(200, 'application/json', '', null);
    case 'endless':
      return {
        ...answerOf(200, 'text/plain', '', null),
        endless: draw('errors/endless') < 0.5 ? 'drips' : 'stalls',
      };
    case 'errorInside':
      return answerOf(200, 'application/json', '{"status":"error","error":"Internal Server Error"}', null);
    case 'otherReading': {
      const answer = other();
      return answer && { ...answer, echoed: false, items: undefined };
    }
    case 'unlisted': {
      const status = UNLISTED[Math.floor(draw('errors/status') * UNLISTED.length)] ?? 599;
      return answerOf(status, HTML, page(`Error ${status}`), retryAfterMs);
    }
  }
}

/** Of 302 the half leads to a portal, and the half to the edge: most clients go there with GET, as Fetch has it. */
function locationOf(status: number, path: string, uniform: number): string {
  if (status > 303) return path;
  return status === 302 && uniform < 0.5 ? MOVED + path : PORTAL_PATH;
}

/** Where the edge has moved to is the edge; null: `path` does not lead there. */
export function pathBehindMove(path: string): string | null {
  return path.startsWith(`${MOVED}/`) ? path.slice(MOVED.length) : null;
}

/** Of where readings are posted to. */
export function onlyPost(): Answer {
  const answer = answerOf(405, HTML, page('405 Method Not Allowed'), null);
  return { ...answer, headers: { ...answer.headers, allow: 'POST' } };
}

export function loginPage(): Answer {
  return answerOf(200, HTML, LOGIN_PAGE, null);
}

function page(title: string): string {
  return `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`;
}
