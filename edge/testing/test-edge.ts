/** For tests: an edge on a clock that stands still until it is told, with chosen chance and a log that is kept. */
import type { Message } from '../../protocol/index.ts';
import { createEdge } from '../create-edge.ts';
import type { Edge, EdgeOptions } from '../create-edge.ts';
import type { LogLevel } from '../../ports/index.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import type { IngestRequest } from '../request.ts';
import { DEFAULT_EDGE_SETTINGS } from '../settings.ts';
import type { EdgeSettings } from '../settings.ts';

interface LogLine {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface TestEdge extends Edge {
  readonly clock: FakeClock;
  readonly lines: LogLine[];
  readonly stored: Message[];
  /** The number that each purpose draws; 0.5 for one that is not here. */
  readonly draws: Map<string, number>;
}

/** Without overload, slowness and limits, unless `settings` says so. */
export function createTestEdge(
  settings: Partial<EdgeSettings> = {},
  options: Partial<EdgeOptions> = {},
): TestEdge {
  const clock = new FakeClock();
  const lines: LogLine[] = [];
  const stored: Message[] = [];
  const draws = new Map<string, number>();
  const edge = createEdge({
    settings: { ...QUIET_SETTINGS, ...settings },
    clock,
    random: { draw: (purpose) => draws.get(purpose) ?? 0.5 },
    log: (level, event, fields) => {
      lines.push({ level, event, fields });
    },
    onStored: (message) => {
      stored.push(message);
    },
    ...options,
  });
  return { ...edge, clock, lines, stored, draws };
}

export const QUIET_SETTINGS: EdgeSettings = {
  ...DEFAULT_EDGE_SETTINGS,
  overload: { probability: 0, retryAfterMs: null },
};

export function message(sequenceId: number, changes: Partial<Message> = {}): Message {
  return {
    device_id: 'device-001',
    sequence_id: sequenceId,
    timestamp: '2026-01-01T00:00:00.000Z',
    values: { temperature_c: 21.5 },
    ...changes,
  };
}

export function post(body: unknown, headers: Readonly<Record<string, string>> = {}): IngestRequest {
  return {
    method: 'POST',
    path: '/ingest',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}
