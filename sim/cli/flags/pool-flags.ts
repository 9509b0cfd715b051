import { count, word } from '../../../settings/index.ts';
import { TRANSPORT_NAMES } from '../../transport/index.ts';
import { quantityFlag } from './quantity-flag.ts';

export const WORKERS_MAX = 256;

/** Of commands that make many runs: the fastest way that the edge allows, and all cores. */
export const LANE_FLAG = {
  transport: quantityFlag(
    word('How requests reach the edge; the result is the same', TRANSPORT_NAMES, {
      what: 'a transport',
      otherwise: 'direct for our own, inject for yours',
    }),
  ),
};

export const WORKERS_FLAG = {
  workers: quantityFlag(
    count('Threads; the result is the same', { min: 1, max: WORKERS_MAX, otherwise: 'all cores' }),
  ),
};
