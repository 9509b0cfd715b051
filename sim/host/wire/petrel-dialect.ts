import type { Carried, Dialect } from './dialect.ts';
import { USUAL_WORDS } from './answer-words.ts';

interface PetrelMessage extends Carried {
  readonly reading: number;
  readonly timestamp: string;
}

/** A message as our own device sends it; null for anything else. */
export function petrelMessage(message: unknown): PetrelMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  if (!('device_id' in message && 'sequence_id' in message && 'timestamp' in message)) return null;
  const { device_id, sequence_id, timestamp } = message;
  if (typeof device_id !== 'string' || typeof timestamp !== 'string') return null;
  const isNumber = typeof sequence_id === 'number' && Number.isSafeInteger(sequence_id) && sequence_id >= 0;
  return isNumber ? { device: device_id, reading: sequence_id, timestamp, content: message } : null;
}

/** Whether an answer names this reading, as only who has read the request can. */
export function namesReading(
  answer: unknown,
  { device, reading }: Pick<Carried, 'device' | 'reading'>,
): boolean {
  if (typeof answer !== 'object' || answer === null || !('sequence_id' in answer)) return false;
  if (answer.sequence_id !== reading) return false;
  return !('device_id' in answer) || answer.device_id === device;
}

/** `{ device_id, sequence_id, timestamp, values }`, answered 200 with both ids. */
export const PETREL: Dialect = {
  name: 'petrel',
  words: USUAL_WORDS,
  echoes: true,
  read(request) {
    const message = petrelMessage(request.json);
    return message === null ? null : [message];
  },
  echoed: (answer, carried) => namesReading(answer.json, carried),
};
