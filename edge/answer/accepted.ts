import type { AcceptedAnswer, Message } from '../../protocol/index.ts';
import type { EdgeAnswer } from '../../ports/index.ts';
import { CORRELATION_ID_HEADER } from '../../protocol/index.ts';

/** 200: the reading is stored. Echoes its key, which tells it from a captive portal's 200. */
export function accepted(message: Message, correlationId: string): EdgeAnswer {
  const body: AcceptedAnswer = {
    status: 'accepted',
    device_id: message.device_id,
    sequence_id: message.sequence_id,
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/json', [CORRELATION_ID_HEADER]: correlationId },
    // What JSON.stringify makes of it: nothing in a valid device id or number needs an escape.
    body: `{"status":"accepted","device_id":"${body.device_id}","sequence_id":${body.sequence_id}}`,
    value: body,
  };
}
