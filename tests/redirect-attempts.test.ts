import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { Subject } from '../sim/run/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/** One place in flight: whoever waits for it leaves at the instant at which the one before is redirected. */
const CROWDED = `
name: crowded
duration: 30s
fleet: { devices: 1, interval: 100ms }
network: { latency: 80ms }
device: { inFlightMax: 1 }
edge: { errors: { redirect: 50% } }
`;

async function eventsOf(
  yaml: string,
  change: (own: Subject) => Subject = (own) => own,
): Promise<readonly TraceEvent[]> {
  const scenario = scenarioFrom(yaml);
  const events: TraceEvent[] = [];
  await run({
    scenario,
    seed: '1',
    transport: 'inject',
    subject: change(builtinSubject(scenario)),
    onEvent: (event) => void events.push(event),
  });
  return events;
}

test('a reading that leaves as another is redirected follows nothing: our device never does', async () => {
  const events = await eventsOf(CROWDED);
  const redirected = events.flatMap((event) =>
    event.kind === 'answer_delivered' && event.status >= 300 && event.status <= 399 ? [event.at] : [],
  );
  const sentThen = events.filter(({ kind, at }) => kind === 'attempt_sent' && redirected.includes(at));
  expect(sentThen.length).toBeGreaterThan(20);
  expect(events.filter(({ kind }) => kind === 'redirect_followed')).toEqual([]);
});

test('a retry that leaves as its reading is redirected is one: the device has said so', async () => {
  const events = await eventsOf(CROWDED.replace('100ms', '1s'), (own) => ({
    ...own,
    device: { ...own.device, foreign: true },
    policy: {
      name: 'at once',
      handlesRetryAfter: true,
      retriesMax: 5,
      delayMs: () => 0,
      delayBoundsMs: () => ({ min: 0, max: 0 }),
    },
  }));
  const retries = events.filter((event) => event.kind === 'attempt_sent' && event.attempt > 0);
  expect(retries.length).toBeGreaterThan(20);
  expect(events.filter(({ kind }) => kind === 'redirect_followed')).toEqual([]);
});
