import { parseRetryAfterMs } from '../../protocol/index.ts';
import { epochMsFromUs } from '../kernel/index.ts';
import type { Metric } from './metric.ts';

export const longestRetryAfter: Metric = {
  unit: 'duration',
  doc: 'the longest that an answer of the edge itself asked to wait by `Retry-After`; dates by the time of the world',
  meter: () => {
    let longestMs = 0;
    return {
      on: {
        request_answered({ at, source, retryAfter }) {
          if (source !== 'edge' || retryAfter === null) return;
          longestMs = Math.max(longestMs, parseRetryAfterMs(retryAfter, epochMsFromUs(at)) ?? 0);
        },
      },
      conclude: () => longestMs,
    };
  },
};
