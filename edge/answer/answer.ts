import type { AcceptedAnswer, Message } from '../../protocol/index.ts';
import { CORRELATION_ID_HEADER } from '../../protocol/index.ts';

/** What goes back, free of any transport. Header names are lower case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** 200: the reading is stored. Echoes its key, which tells it from a captive portal's 200. */
export function accepted(message: Message, correlationId: string): Answer {
  const body: AcceptedAnswer = {
    status: 'accepted',
    device_id: message.device_id,
    sequence_id: message.sequence_id,
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/json', [CORRELATION_ID_HEADER]: correlationId },
    body: JSON.stringify(body),
  };
}
