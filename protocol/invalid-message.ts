import type { Message } from './message.ts';

/** The ways in which a reading can be made invalid, each a separate rule of the protocol. */
export const INVALID_KINDS = [
  'negative_sequence_id',
  'missing_timestamp',
  'text_value',
  'unknown_field',
  'null_value',
] as const;

export type InvalidKind = (typeof INVALID_KINDS)[number];

/** The message with one fault in it, which an edge must answer with 400. */
export function invalidMessage(message: Message, kind: InvalidKind): unknown {
  switch (kind) {
    case 'negative_sequence_id':
      return { ...message, sequence_id: -1 };
    case 'missing_timestamp': {
      const { timestamp: _, ...rest } = message;
      return rest;
    }
    case 'text_value': {
      const asText = Object.entries(message.values).map(([name, value]) => [name, String(value)]);
      return { ...message, values: Object.fromEntries(asText) };
    }
    case 'unknown_field':
      return { ...message, firmware: 'unreleased' };
    // What JSON makes of a measurement that is not a number. An edge that takes it for 0 invents one.
    case 'null_value': {
      const asNull = Object.keys(message.values).map((name) => [name, null]);
      return { ...message, values: Object.fromEntries(asNull) };
    }
  }
}
