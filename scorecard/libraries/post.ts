import { StatusError } from '../../examples/client-device.ts';
import type { Message } from '../../examples/client-device.ts';

/** The edge says with it that it has the reading already. */
const DUPLICATE = 409;

/**
 * One request for libraries that retry whatever function they are given. What they see as a failure is what it throws: an
 * answer that is none of success is thrown too, which `fetch` by itself does not do.
 */
export async function post({ url, body, headers }: Message): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body, headers });
  if (!answer.ok && answer.status !== DUPLICATE) throw new StatusError(answer);
}
