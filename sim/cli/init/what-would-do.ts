import type { EdgeProbe } from './probe-job.ts';
import { isTaken } from './probe-device.ts';
import type { ProbeAnswer, ProbeTry } from './probe-device.ts';
import { MESSAGE_FORMS } from './message-forms.ts';

/** What the edge was tried with, line by line, each with what it said. */
export function triesInWords(tries: readonly ProbeTry[]): readonly string[] {
  return tries.map(
    ({ form, path, first, again, silence }) =>
      `POST ${path}, ${form}: ${first === null ? `no answer (${silence})` : inWords(first)}${
        again === null ? '' : `; sent again: ${inWords(again)}`
      }`,
  );
}

function inWords({ status, line }: ProbeAnswer): string {
  return line === '' ? `${status} without a body` : `${status} ${line}`;
}

/** A message as the edge was sent it, for somebody who has to take it. */
function exampleMessage(): string {
  const [form] = MESSAGE_FORMS;
  const reading = { timestamp: '2026-01-01T00:00:00.000Z', values: { temperature_c: 21.5 } };
  return form === undefined ? '' : form.body('device-001', 0, reading);
}

/** For an edge that took nothing: lines that would do, by what it said. */
export function whatWouldDo({ tries, postPaths }: Pick<EdgeProbe, 'tries' | 'postPaths'>): readonly string[] {
  const [first] = tries;
  const last = tries.findLast((tried) => tried.first !== null && ![404, 405].includes(tried.first.status));
  const status = (last ?? first)?.first?.status ?? null;
  const message = exampleMessage();
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

/** The path at which the edge took the message, where it is not the usual one; null: it is, or nothing was taken. */
export function pathElsewhere({ tries }: EdgeProbe): string | null {
  const path = tries.find(isTaken)?.path ?? null;
  return MESSAGE_FORMS.some((form) => form.path === path) ? null : path;
}
