import type { EdgeProbe } from './probe-job.ts';
import { isNoRoute, isTaken } from './probe-device.ts';
import type { ProbeAnswer, ProbeTry } from './probe-device.ts';
import { INGEST_PATH } from '../../../protocol/index.ts';
import { MESSAGE_FORMS } from './message-forms.ts';
import type { MessageForm } from './message-forms.ts';

export interface Taken {
  readonly form: MessageForm;
  /** Null: where readings are sent without further ado. */
  readonly path: string | null;
  /** Its answers do not name the reading: the status is its word. */
  readonly byStatus: boolean;
}

/** So many paths without a route are told one by one. */
const NOWHERE_MAX = 3;

/** What the edge was tried with, line by line, each with what it said. */
export function triesInWords(tries: readonly ProbeTry[]): readonly string[] {
  const nowhere = tries.filter(isNoRoute);
  const told = nowhere.length > NOWHERE_MAX ? tries.filter((tried) => !isNoRoute(tried)) : tries;
  const [first] = nowhere;
  const many =
    told === tries || first === undefined
      ? []
      : [`POST ${first.path} and ${nowhere.length - 1} other usual paths: no route`];
  return [...many, ...told.map(tryInWords)];
}

function tryInWords({ form, path, first, again, silence }: ProbeTry): string {
  return (
    `POST ${path}, ${form}: ${first === null ? `no answer (${silence})` : inWords(first)}` +
    (again === null ? '' : `; sent again: ${inWords(again)}`)
  );
}

function inWords({ status, line }: ProbeAnswer): string {
  return line === '' ? `${status} without a body` : `${status} ${line}`;
}

/** A message as the edge was sent it first, for somebody who has to take it. */
const EXAMPLE_MESSAGE = JSON.stringify({
  device_id: 'device-001',
  sequence_id: 0,
  timestamp: '2026-01-01T00:00:00.000Z',
  values: { temperature_c: 21.5 },
});

/** For an edge that took nothing: lines that would do, by what it said. */
export function whatWouldDo({ tries, postPaths }: Pick<EdgeProbe, 'tries' | 'postPaths'>): readonly string[] {
  const [first] = tries;
  const last = tries.findLast((tried) => tried.first !== null && ![404, 405].includes(tried.first.status));
  const status = (last ?? first)?.first?.status ?? null;
  const message = EXAMPLE_MESSAGE;
  if (status === null) return ['Answer each request, e.g. response.sendStatus(200).'];
  if (status === 401 || status === 403) {
    return [
      'It wants to know who asks. Bring the client that can say so:',
      '  init --edge … --device ./src/client.ts   // createDevice({ id, edgeUrl, fetch }) with your headers',
      'or let Petrel in where your app is made for tests:',
      "  if (process.env.NODE_ENV !== 'test') app.use(authenticate);",
    ];
  }
  if (status === 404 || status === 405) {
    const shown = postPaths.length === 0 ? '' : ` It takes a POST at ${postPaths.join(', ')}.`;
    return [
      `No request got to a route.${shown} What would do:`,
      `  app.post('${MESSAGE_FORMS[0]?.path}', …); // takes ${message}`,
      ...(postPaths.length === 0
        ? ['  export { app }; // of most apps that are exported the routes are seen']
        : []),
      'or bring the client that knows where to send: --device ./src/client.ts',
    ];
  }
  if (status >= 500) {
    return [
      `It failed at ${last?.path}. The message was`,
      `  ${message}`,
      'Mend what it says, or bring the client that it is made for: --device ./src/client.ts',
    ];
  }
  return [
    `It got the message at ${last?.path} and did not take it. What would do: to take`,
    `  ${message}`,
    'or to bring the client that speaks its language: --device ./src/client.ts, a module that exports',
    '  export function createDevice({ id, edgeUrl, fetch }) { return { record(reading) { … } }; }',
  ];
}

/** What the edge took, and at which path where it is not the usual one of that form; null: nothing was taken. */
export function takenBy({ tries }: EdgeProbe): Taken | null {
  const taken = tries.find(isTaken);
  const form = MESSAGE_FORMS.find(({ name }) => name === taken?.form);
  if (taken === undefined || form === undefined) return null;
  const byStatus = taken.first?.namesReading === false;
  return { form, path: unusual(taken.path), byStatus };
}

/** Where the edge takes requests, whether it took what it was tried with or not; null: at the usual path, or nobody knows. */
export function pathOf({ tries }: EdgeProbe): string | null {
  const there = tries.find(isTaken) ?? tries.find((tried) => tried.first !== null && !isNoRoute(tried));
  return there === undefined ? null : unusual(there.path);
}

/** Our own device, and a scenario without a path, send to the usual one by themselves. */
function unusual(path: string): string | null {
  return path === INGEST_PATH ? null : path;
}
