import wretch from 'wretch';
import { retrying } from './retrying.ts';

export const createDevice = retrying(({ url, body, headers, timeoutMs }) =>
  wretch(url)
    .options({ signal: AbortSignal.timeout(timeoutMs) })
    .headers({ ...headers })
    .middlewares([
      // Its errors are made of statuses; what is wanted is the status.
      (next) => async (to, options) => {
        const answer = await next(to, options);
        return Response.json({ status: answer.status, text: await answer.text() });
      },
    ])
    .body(body)
    .post()
    .json<{ readonly status: number; readonly text: string }>(),
);
