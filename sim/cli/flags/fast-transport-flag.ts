import { word } from '../../../settings/index.ts';
import { TRANSPORT_NAMES } from '../../transport/index.ts';
import { quantityFlag } from './quantity-flag.ts';

/** Where a run is one of many, or is known already, the fastest way is taken. */
export const FAST_TRANSPORT_FLAG = {
  transport: quantityFlag(
    word('How requests reach the edge; the run is the same', TRANSPORT_NAMES, {
      what: 'a transport',
      otherwise: 'the fastest',
    }),
  ),
};
