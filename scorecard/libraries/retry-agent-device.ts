import { Agent, RetryAgent } from 'undici';
import type { RetryHandler } from 'undici';
import type { DeviceFactory } from '../../ports/index.ts';
import { clientDevice } from '../../examples/client-device.ts';

/** What the agent does not retry it hands out as an answer, whatever its status: this one is no success. */
class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly statusCode: number;

  constructor(statusCode: number) {
    super(`status ${statusCode}`);
    this.statusCode = statusCode;
  }
}

export function retryAgentDevice(options: RetryHandler.RetryOptions): DeviceFactory {
  const agent = new RetryAgent(new Agent(), options);
  return clientDevice(async ({ url, body, headers }) => {
    const { origin, pathname } = new URL(url);
    const request = { origin, path: pathname, method: 'POST', body, headers: { ...headers } } as const;
    const answer = await agent.request(request);
    await answer.body.text();
    if (answer.statusCode >= 300) throw new AnswerError(answer.statusCode);
  });
}
