import type { Message } from './message.ts';

/**
 * The ways in which a reading can be made invalid: what nobody should store. How many values a message has, and what they are
 * called, is left: whoever takes more than our own edge does loses nothing by it.
 */
export const INVALID_KINDS = [
  'negative_sequence_id',
  'fractional_sequence_id',
  'missing_timestamp',
  'impossible_timestamp',
  'text_value',
  'null_value',
  'unknown_field',
] as const;

export type InvalidKind = (typeof INVALID_KINDS)[number];

/** The message with one fault in it, which an edge must answer with 400. */
export function invalidMessage(message: Message, kind: InvalidKind): unknown {
  switch (kind) {
    case 'negative_sequence_id':
      return { ...message, sequence_id: -1 };
    // The number of no reading, next to that of one: an edge that rounds it takes the place of another. From 2^52 on there is none.
    case 'fractional_sequence_id': {
      const between = message.sequence_id + 0.5;
      return { ...message, sequence_id: Number.isInteger(between) ? 0.5 : between };
    }
    case 'missing_timestamp': {
      const { timestamp: _, ...rest } = message;
      return rest;
    }
    // What `Date` takes for the second of March.
    case 'impossible_timestamp':
      return { ...message, timestamp: message.timestamp.replace(/^(\d{4})-\d\d-\d\d/, '$1-02-30') };
    case 'text_value': {
      const asText = Object.entries(message.values).map(([name, value]) => [name, String(value)]);
      return { ...message, values: Object.fromEntries(asText) };
    }
    // What JSON makes of a measurement that is not a number. An edge that takes it for 0 invents one.
    case 'null_value': {
      const asNull = Object.keys(message.values).map((name) => [name, null]);
      return { ...message, values: Object.fromEntries(asNull) };
    }
    case 'unknown_field':
      return { ...message, firmware: 'unreleased' };
  }
}
