import type { EdgeFactory } from '../../../ports/index.ts';

/** The route has moved under another prefix, and what is left at the old one says so to everybody. */
export const listensElsewhere: EdgeFactory = () => ({
  handler: (request, response) => {
    request.resume();
    response.statusCode = 404;
    response.setHeader('content-type', 'text/html').end('<h1>Not Found</h1>');
  },
});
