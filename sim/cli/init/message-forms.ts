import { INGEST_PATH } from '../../../protocol/index.ts';
import type { Reading } from '../../../protocol/index.ts';
import type { DialectName } from '../../host/wire/dialects.ts';
import { importModule } from '../loading/module-loader.ts';

/** A reading in a request. */
export interface FormedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Puts a reading into a request; `key` names it among those of its device. */
export type FormMessage = (device: string, key: string | number, reading: Reading) => FormedMessage;

/** One way to put a reading into a request, which an edge is tried with. */
export interface MessageForm {
  /** In words, for people. */
  readonly name: string;
  /** As `wire` of a scenario calls it. */
  readonly preset: DialectName;
  /** Where it is sent to unless the edge shows other routes. */
  readonly path: string;
  /**
   * A module that exports a `FormMessage` as `message`, as text: an edge is tried with the very lines that a user gets in a
   * device of their own.
   */
  readonly source: string;
  /** What stands under `device` in a scenario for the device that comes with Petrel to send it, as YAML; null: it can't. */
  readonly builtIn: readonly (readonly [key: string, value: string])[] | null;
}

/** In the order in which they are tried: the first that an edge takes is what is tested with. */
export const MESSAGE_FORMS: readonly MessageForm[] = [
  {
    name: "Petrel's message",
    preset: 'petrel',
    path: INGEST_PATH,
    builtIn: [],
    source: `export function message(id, key, reading) {
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device_id: id, sequence_id: key, ...reading }),
  };
}
`,
  },
  {
    name: 'a list of such messages',
    preset: 'batch',
    path: INGEST_PATH,
    builtIn: [['batch', '{ size: 10, linger: 1s }']],
    source: `export function message(id, key, reading) {
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ device_id: id, sequence_id: key, ...reading }]),
  };
}
`,
  },
  {
    name: 'the measurement, with an Idempotency-Key',
    preset: 'idempotency-key',
    path: INGEST_PATH,
    builtIn: null,
    source: `export function message(id, key, { timestamp, values }) {
  return {
    headers: { 'content-type': 'application/json', 'idempotency-key': \`"\${key}"\` },
    body: JSON.stringify({ device: id, timestamp, values }),
  };
}
`,
  },
  {
    name: 'CloudEvents, attributes in headers',
    preset: 'cloudevents',
    path: INGEST_PATH,
    builtIn: null,
    source: `export function message(id, key, { timestamp, values }) {
  return {
    headers: {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-type': 'com.example.reading',
      'ce-source': \`/devices/\${id}\`,
      'ce-id': String(key),
      'ce-time': timestamp,
    },
    body: JSON.stringify(values),
  };
}
`,
  },
  {
    name: 'CloudEvents, all in the body',
    preset: 'cloudevents',
    path: INGEST_PATH,
    builtIn: null,
    source: `export function message(id, key, { timestamp, values }) {
  const attributes = { specversion: '1.0', type: 'com.example.reading', source: \`/devices/\${id}\` };
  return {
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ ...attributes, id: String(key), time: timestamp, data: values }),
  };
}
`,
  },
  {
    name: 'OTLP logs in JSON',
    preset: 'otlp-http-json',
    path: '/v1/logs',
    builtIn: null,
    source: `export function message(id, key, { timestamp, values }) {
  const attribute = (name, value) => ({ key: name, value: { stringValue: value } });
  const record = {
    timeUnixNano: \`\${Date.parse(timestamp)}000000\`,
    body: { stringValue: JSON.stringify(values) },
    attributes: [attribute('log.record.uid', String(key))],
  };
  const resource = { attributes: [attribute('device.id', id)] };
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] }),
  };
}
`,
  },
];

function isFormMessage(value: unknown): value is FormMessage {
  return typeof value === 'function';
}

/** What the text of a form does. */
export async function messageOf({ name, source }: MessageForm): Promise<FormMessage> {
  const { message } = await importModule(`data:text/javascript,${encodeURIComponent(source)}`);
  if (!isFormMessage(message)) throw new Error(`${name} exports no message.`);
  return message;
}
