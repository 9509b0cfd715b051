import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** One flat row for fields and values: a value that is called `timestamp` takes the place of the time. */
class LaysValuesIntoTheRow extends PlainEdge {
  protected override store(message: Message): void {
    const { device_id, sequence_id, timestamp, values } = message;
    const row: Readonly<Record<string, unknown>> = { ...values, device_id, sequence_id, timestamp };
    const { device_id: _device, sequence_id: _sequence, timestamp: _time, ...rest } = row;
    const kept = Object.entries(rest).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
    super.store({ ...message, values: Object.fromEntries(kept) });
  }
}

export const laysValuesIntoTheRow: EdgeFactory = (env) => new LaysValuesIntoTheRow(env).listen();
