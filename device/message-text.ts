import type { Message } from '../protocol/index.ts';

/** Nothing in it that JSON would escape. */
const PLAIN = /^[\w:.+-]*$/;

const isPlain = (text: unknown): boolean => typeof text === 'string' && PLAIN.test(text);

/**
 * `JSON.stringify(message)` in less than half its time: every reading of a fleet comes by here. A message with
 * anything in it that the protocol does not know is left to JSON itself.
 */
export function messageText(message: Message): string {
  const { device_id: deviceId, sequence_id: sequenceId, timestamp } = message;
  const values = valuesText(message.values);
  if (values === null || !isPlain(deviceId) || !isPlain(timestamp) || !Number.isFinite(sequenceId)) {
    return JSON.stringify(message);
  }
  return `{"device_id":"${deviceId}","sequence_id":${sequenceId},"timestamp":"${timestamp}","values":{${values}}}`;
}

/** Without the braces; null when JSON itself must be asked. */
function valuesText(values: Message['values']): string | null {
  let text = '';
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (!isPlain(name) || !Number.isFinite(value)) return null;
    text += text === '' ? `"${name}":${value}` : `,"${name}":${value}`;
  }
  return text;
}
