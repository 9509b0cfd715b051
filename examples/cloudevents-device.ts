/**
 * A device that speaks CloudEvents 1.0 in binary mode: attributes in headers, the measurement alone in the body. Its readings
 * have UUIDs for ids, and any 2xx is an acknowledgement.
 *
 *   npm run sim -- --scenario lost-ack --seed 42 --edge ./examples/cloudevents-edge.ts --device ./examples/cloudevents-device.ts
 */
import type { DeviceEnv, DeviceUnderTest } from '../ports/index.ts';
import { retryAfterMs } from './retry-after.ts';

/** Which form its messages are in. Without this line the forms that Petrel knows are tried in turn. */
export const wire = 'cloudevents';

const TIMEOUT_MS = 5_000;
/** 4xx that speak of the moment, not of the request. */
const RETRIED_4XX = new Set([408, 425, 429]);

export function createDevice({ id, edgeUrl, policy, log }: DeviceEnv): DeviceUnderTest {
  const waiting = new Set<string>();

  async function post(headers: Readonly<Record<string, string>>, body: string): Promise<Response | null> {
    try {
      const answer = await fetch(edgeUrl, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.arrayBuffer();
      return answer;
    } catch {
      return null;
    }
  }

  async function deliver(event: string, time: string, body: string): Promise<void> {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-type': 'com.example.sensor.reading',
      'ce-source': `/sensors/${id}`,
      'ce-id': event,
      'ce-time': time,
    };
    for (let retry = 0; ; retry += 1) {
      const answer = await post(headers, body);
      if (answer?.ok === true) break;
      const { status = 0 } = answer ?? {};
      const isPermanent = status >= 400 && status < 500 && !RETRIED_4XX.has(status);
      if (isPermanent || retry === policy.retriesMax) {
        log('warn', isPermanent ? 'permanent_error_received' : 'retries_exhausted', { sequence_id: event });
        break;
      }
      const askedMs = retryAfterMs(answer?.headers.get('retry-after') ?? null);
      const waitMs = Math.max(policy.delayMs(retry, Math.random()), askedMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    waiting.delete(event);
  }

  return {
    record({ timestamp, values }) {
      const event = crypto.randomUUID();
      waiting.add(event);
      void deliver(event, timestamp, JSON.stringify(values));
      return event;
    },
    pending: () => waiting,
  };
}
