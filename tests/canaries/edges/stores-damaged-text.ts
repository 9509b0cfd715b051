import { z } from 'zod';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const looseSchema = z.object({
  device_id: z.string(),
  sequence_id: z.number(),
  timestamp: z.string(),
  values: z.record(z.string(), z.number()),
});

/**
 * Checks types but no patterns. express.json() has replaced damaged bytes by U+FFFD without a word, so what the network
 * spoilt is stored as a reading of a device that does not exist, or at a time that is none.
 */
class StoresDamagedText extends PlainEdge {
  protected override validate(body: unknown): Message | null {
    return looseSchema.safeParse(body).data ?? null;
  }
}

export const storesDamagedText: EdgeFactory = (env) => new StoresDamagedText(env).listen();
