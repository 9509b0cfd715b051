import type { EdgeFactory } from '../../../ports/index.ts';

/** Its database is gone, and whatever comes ends in an exception. */
export const failsForGood: EdgeFactory = () => ({
  handler: (request, response) => {
    request.resume();
    response.statusCode = 500;
    response.end();
  },
});
