import { retryAfterSeconds } from '../../protocol/index.ts';
import { usFromMs } from '../kernel/index.ts';
import type { DrawStream } from '../random/index.ts';
import type { Answer } from '../net/index.ts';
import type { DeliveryKey } from '../trace/index.ts';

/** The part of the `edge` section that a gateway can play in front of an edge that does not know it. */
export interface GatewaySettings {
  readonly overload: { readonly probability: number; readonly retryAfterMs: number | null };
  readonly slow: {
    readonly probability: number;
    readonly minMs: number;
    readonly maxMs: number;
    readonly stage: 'before-commit' | 'after-commit';
  };
}

/** Draws for one delivery, by purpose. */
export type DrawFor = (purpose: string) => number;

/** Whether to shed this delivery, with the same draw that our own edge would take. */
export function sheds({ overload }: GatewaySettings, draw: DrawFor): boolean {
  return overload.probability > 0 && draw('overload') < overload.probability;
}

/** How long to hold this delivery back, in µs, and on which side of the edge. Null: not at all. */
export function holds(
  { slow }: GatewaySettings,
  draw: DrawFor,
): { readonly us: number; readonly stage: 'before-commit' | 'after-commit' } | null {
  if (slow.probability === 0 || draw('slow') >= slow.probability) return null;
  return { us: usFromMs(slow.minMs + draw('slow-delay') * (slow.maxMs - slow.minMs)), stage: slow.stage };
}

/** A gateway's own 503, as load balancers give it. */
export function shedAnswer({ overload }: GatewaySettings): Answer {
  const retryAfter = overload.retryAfterMs === null ? null : retryAfterSeconds(overload.retryAfterMs);
  return {
    status: 503,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter !== null && { 'retry-after': retryAfter }),
    },
    body: JSON.stringify({ type: 'about:blank', title: 'Service Unavailable', status: 503 }),
    retryAfter,
    echoed: false,
  };
}

/** Key of a delivery's draws; −1 stands for "no reading could be told". */
export function drawForDelivery(stream: (purpose: string) => DrawStream, key: DeliveryKey): DrawFor {
  return (purpose) => stream(purpose).draw(key.reading ?? -1, key.attempt, key.copy);
}
