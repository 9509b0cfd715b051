import { classifyAnswer } from './classify-answer.ts';
import type { Verdict } from './classify-answer.ts';
import type { ClientCore } from './client-core.ts';
import type { Entry } from './entry.ts';
import type { Ids } from './journal.ts';
import type { SendOutcome } from '../ports/index.ts';

/** One request of a client, and what its answer means. Neither changes anything. */

/** Sends one reading, or a copy of it. Returns what cancels the request; `done` may be called before that. */
export function transmit(
  { env, settings }: ClientCore,
  entry: Entry,
  copy: boolean,
  done: (outcome: SendOutcome) => void,
): () => void {
  return env.send(
    {
      url: env.edgeUrl,
      deviceId: env.id,
      sequenceId: entry.sequenceId,
      correlationId: entry.correlationId,
      attempt: copy ? entry.attempt + 1 : entry.attempt,
      copy,
      message: entry.message,
      body: entry.body,
      timeoutMs: settings.timeoutMs,
    },
    done,
  );
}

/** Sends many in one request, which goes under the name of the first. */
export function transmitMany(
  { env, settings }: ClientCore,
  entries: readonly [Entry, ...Entry[]],
  done: (outcome: SendOutcome) => void,
): () => void {
  const [first, ...others] = entries;
  return env.send(
    {
      url: env.edgeUrl,
      deviceId: env.id,
      sequenceId: first.sequenceId,
      others: others.map(({ sequenceId }) => sequenceId),
      correlationId: first.correlationId,
      attempt: first.attempt,
      copy: false,
      message: entries.map(({ message }) => message),
      body: `[${entries.map(({ body }) => body).join(',')}]`,
      timeoutMs: settings.timeoutMs,
    },
    done,
  );
}

/** What the outcome of a request means for a reading; the ids are those that the request went under. */
export function judge({ env, settings }: ClientCore, ids: Ids, outcome: SendOutcome): Verdict {
  const { acknowledge, proof } = settings;
  const { sequenceId, correlationId: id } = ids;
  return classifyAnswer(outcome, { deviceId: env.id, sequenceId, correlationId: id, acknowledge, proof });
}
