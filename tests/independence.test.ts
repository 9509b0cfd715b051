import { expect, test } from 'vitest';
import { faultsOf } from '../sim/faults/index.ts';
import type { FaultName, TraceEvent } from '../sim/trace/index.ts';
import { scenarioFrom, traced } from './run-scenario.ts';

/** Every fault of the network that is a chance. */
const CHANCES = faultsOf('network')
  .filter(({ setting }) => setting.kind === 'section' && 'probability' in setting.keys)
  .map(({ key }) => key);

/** They end a passage before the others are asked, so what they were asked for differs by what came before. */
const ENDING = new Set(['loss', 'answerLoss', 'halfOpen', 'requestCut']);

/** Asked only of connections that were kept, which is up to all that went before. */
const OF_KEPT = 'idleClose';

/** Asked of answers. Where one was lost, or the connection broke so, there was none to ask about. */
const OF_ANSWERS = new Set(['answerCut', 'dribble']);
const BROKEN_BY: ReadonlySet<string> = new Set(['network.reset', 'network.idleClose', 'network.requestCut']);

/** Long ranges, so that much overlaps, and not so many damages that few attempts are left to compare. */
const SPECIAL: Readonly<Record<string, string>> = {
  jitter: '{ probability: 20%, max: 2s }',
  duplicate: '{ probability: 10%, min: 100ms, max: 2s }',
  reorder: '{ probability: 10%, min: 1s, max: 3s }',
  corrupt: '5%',
  reset: '5%',
  idleClose: '5%',
  halfOpen: '5%',
  answerCut: '5%',
  requestCut: '5%',
};

const RATES: Readonly<Record<string, string>> = Object.fromEntries(
  CHANCES.map((fault) => [fault, SPECIAL[fault] ?? '10%']),
);

function scenario(devices: number, rates: Readonly<Record<string, string>>): ReturnType<typeof scenarioFrom> {
  const faults = Object.entries(rates).map(([fault, value]) => `  ${fault}: ${value}`);
  return scenarioFrom(`
name: independence
description: Everything goes wrong now and then.
duration: 2m
fleet: { devices: ${devices}, interval: 3s }
device: { drop: 10%, duplicate: 10% }
network:
${faults.join('\n')}
edge: { overload: 10% }
`);
}

type OfAttempt = Extract<TraceEvent, { readonly attempt: number }>;

function keyOf({ device, reading, attempt }: OfAttempt): string {
  return `${device}/${reading}/${attempt}`;
}

/** The attempts that were sent, those on which each fault acted, and those that ended before all faults were asked. */
function draws(events: readonly TraceEvent[]): {
  readonly sent: ReadonlySet<string>;
  readonly injected: ReadonlyMap<FaultName, ReadonlySet<string>>;
  readonly unasked: ReadonlySet<string>;
  readonly unanswered: ReadonlySet<string>;
} {
  const sent = new Set<string>();
  const unasked = new Set<string>();
  const unanswered = new Set<string>();
  const injected = new Map<FaultName, Set<string>>();
  for (const event of events) {
    if (event.kind === 'attempt_sent') sent.add(keyOf(event));
    if (event.kind === 'request_lost') unasked.add(keyOf(event));
    if (event.kind === 'answer_lost') unanswered.add(keyOf(event));
    if (event.kind === 'attempt_reset' && BROKEN_BY.has(event.by)) unanswered.add(keyOf(event));
    if (event.kind === 'attempt_reset' && event.by === 'network.requestCut') unasked.add(keyOf(event));
    if (event.kind !== 'fault_injected') continue;
    const of = injected.get(event.fault) ?? new Set();
    of.add(keyOf(event));
    injected.set(event.fault, of);
  }
  return { sent, injected, unasked, unanswered };
}

test.for(CHANCES)('another probability of network.%s moves no draw of another fault', async (changed) => {
  const before = draws((await traced(scenario(4, RATES), 'x')).events);
  const rates = { ...RATES, [changed]: RATES[changed]?.replace(/\d+%/, '35%') ?? '' };
  const after = draws((await traced(scenario(4, rates), 'x')).events);
  const comparable = [...before.sent].filter(
    (key) => after.sent.has(key) && !before.unasked.has(key) && !after.unasked.has(key),
  );
  expect(comparable.length).toBeGreaterThan(80);
  for (const fault of CHANCES) {
    if (fault === changed || ENDING.has(fault) || fault === OF_KEPT) continue;
    const name: FaultName = `network.${fault}`;
    const asked = OF_ANSWERS.has(fault)
      ? comparable.filter((key) => !before.unanswered.has(key) && !after.unanswered.has(key))
      : comparable;
    const was = asked.filter((key) => before.injected.get(name)?.has(key));
    const is = asked.filter((key) => after.injected.get(name)?.has(key));
    expect(was.length, name).toBeGreaterThan(0);
    expect(is, name).toEqual(was);
  }
});

test('a further device leaves the runs of all others as they were, to the microsecond', async () => {
  const shared = new Set(['metrics_read', 'phase_started', 'outbox_read']);
  const ofFirst = (events: readonly TraceEvent[]): readonly TraceEvent[] =>
    events.filter((event) => !shared.has(event.kind) && 'device' in event && event.device !== 'device-005');
  const four = await traced(scenario(4, RATES), 'x');
  const five = await traced(scenario(5, RATES), 'x');
  expect(five.result.ledger.generated).toBe((four.result.ledger.generated / 4) * 5);
  // Events of different devices at one instant may interleave otherwise, but each device's own are the same.
  for (const device of ['device-001', 'device-002', 'device-003', 'device-004']) {
    const own = (events: readonly TraceEvent[]): readonly TraceEvent[] =>
      ofFirst(events).filter(
        (event) => 'device' in event && event.device === device && event.kind !== 'device_stopped',
      );
    expect(own(five.events)).toEqual(own(four.events));
  }
});
