import express from 'express';
import type { Response } from 'express';
import { INGEST_PATH, messageSchema } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';

const WORK_MS = 1_500;

/** Works no longer than its client waits, and does not give the key back then: whoever sends again is told 409. */
export const stopsForWhoHangsUp: EdgeFactory = ({ clock, stored }) => {
  const keys = new Set<string>();
  const inWork = new Set<string>();
  const ingest = async (body: unknown, response: Response): Promise<void> => {
    const message = messageSchema.parse(body);
    const { device_id, sequence_id } = message;
    const key = `${device_id}/${sequence_id}`;
    if (keys.has(key)) {
      response.status(inWork.has(key) ? 503 : 409).json({ device_id, sequence_id });
      return;
    }
    keys.add(key);
    inWork.add(key);
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    try {
      await clock.sleep(WORK_MS, gone.signal);
    } catch {
      return;
    } finally {
      inWork.delete(key);
    }
    stored(message);
    response.json({ status: 'accepted', device_id, sequence_id });
  };
  const app = express();
  app.post(INGEST_PATH, express.json(), (request, response, next) => {
    ingest(request.body, response).then(() => {}, next);
  });
  return { handler: app, accepted: 'as-it-happens' };
};
