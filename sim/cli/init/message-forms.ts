import { INGEST_PATH } from '../../../protocol/index.ts';
import type { Reading } from '../../../protocol/index.ts';

/** One way to put a reading into a request, which an edge is tried with. */
export interface MessageForm {
  /** In words, for people. */
  readonly name: string;
  /** Where it is sent to unless the edge shows other routes. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (device: string, sequenceId: number, reading: Reading) => string;
}

/** In the order in which they are tried: the first that an edge takes is what is tested with. */
export const MESSAGE_FORMS: readonly MessageForm[] = [
  {
    name: "Petrel's message",
    path: INGEST_PATH,
    headers: { 'content-type': 'application/json' },
    body: (device, sequenceId, reading) =>
      JSON.stringify({ device_id: device, sequence_id: sequenceId, ...reading }),
  },
];
