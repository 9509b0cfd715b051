import { Checkers, INVARIANT_NAMES, INVARIANTS, SometimesWatch } from '../check/index.ts';
import type { CheckContext, InvariantName } from '../check/index.ts';
import { expectedViolations, judgeExpectations, sizeChangeOf } from '../expect/index.ts';
import { wallMs } from '../host/index.ts';
import type { Pace } from '../kernel/index.ts';
import { Ledger, WatchTable } from '../ledger/index.ts';
import type { AnswerRule } from '../ledger/index.ts';
import { RunMeters } from '../metrics/index.ts';
import type { BirthSpan, DeviceGroups } from '../metrics/index.ts';
import { delayWarnings, drainedBy, ttlWarnings } from '../scenario/index.ts';
import type { ExcusedBreak, Scenario } from '../scenario/index.ts';
import { Recorder } from '../trace/index.ts';
import type { TraceEvent, TraceObserver } from '../trace/index.ts';
import type { TransportName } from '../transport/index.ts';
import { Fleet } from './fleet.ts';
import { isWhole, judge, notJudged } from './judge.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { InvariantResult, RunResult } from './result.ts';
import type { Schedule } from './schedule.ts';
import type { ActListener } from './schedule-gate.ts';
import { scenarioUnder } from './standing-faults.ts';
import type { Subject } from './subject.ts';
import { foreignIn, policyOf } from './versions.ts';
import { wireOf } from './wire-of.ts';
import { firstNumbers } from './number-limits.ts';
import { World } from './world.ts';
import type { WorldStop } from './world-failures.ts';

/** A world comes to rest when nothing happens in its process: two worlds at once would wait for each other. */
const inTurn = oneAtATime();

export interface RunOptions {
  readonly scenario: Scenario;
  /** Any text; the same seed gives the same run. */
  readonly seed: string;
  readonly subject: Subject;
  /** Default: real HTTP in memory, through supertest. */
  readonly transport?: TransportName | undefined;
  /**
   * Default: true. While a foreign edge waits for files, threads or its next turn, seeded virtual time passes and other
   * requests are let in; otherwise all of that is over at the same instant. Our own edge waits for none of it.
   */
  readonly interleave?: boolean | undefined;
  /**
   * Default: false. What several hosts do at one instant comes in an order drawn from the seed, not in that in which it was
   * put into the calendar: another run, in which a race shows that the usual order hides.
   */
  readonly shuffleTies?: boolean | undefined;
  /** Sees every event after the checks have. */
  readonly onEvent?: TraceObserver | undefined;
  /** What may act, of all that is drawn; null or nothing: everything, as it is drawn. */
  readonly schedule?: Schedule | null;
  /** Hears of each draw by which a fault acts. */
  readonly onAct?: ActListener | undefined;
  /** Stops here, in ms of virtual time. Nothing is judged then: the run did not get to its end. */
  readonly untilMs?: number;
  /** Keeps the world at the pace of real time, for an edge that runs elsewhere. Default: time jumps. */
  readonly pace?: Pace | null;
  /** Readings to measure by themselves as well, by the time of their birth. Default: none. */
  readonly measure?: BirthSpan;
  /** Warnings of the loader, kept with the result. */
  readonly warnings?: readonly string[];
}

/** What there is to know of a run before its first event. */
interface Watched {
  readonly answers: AnswerRule;
  readonly groups: DeviceGroups;
  readonly foreignEdge: boolean;
  readonly span: BirthSpan | null;
}

/** Everything that reads the trace of one run: the ledger first, for the others read it too. */
class Judges {
  readonly ledger: Ledger;
  readonly meters: RunMeters;
  readonly checkers: Checkers;
  readonly #table: WatchTable;

  constructor(context: Omit<CheckContext, 'ledger'>, given: Watched) {
    const { answers, groups, foreignEdge, span } = given;
    const { foreignDevice, storedAtEnd, edgeObservable } = context;
    const { stored } = edgeObservable;
    this.ledger = new Ledger({ answers, foreignDevice, foreignEdge, storedAtEnd, edgeTellsStored: stored });
    this.meters = new RunMeters({
      ledger: this.ledger,
      storedAsItHappens: !storedAtEnd,
      groups,
      span,
    });
    this.checkers = new Checkers({ ...context, ledger: this.ledger });
    this.#table = new WatchTable(this.ledger, [...this.meters.all, ...this.checkers.all]);
  }

  observe(event: TraceEvent): void {
    this.#table.observe(event);
  }
}

/**
 * Runs one scenario once: faults, heal, drain, verdict. The same scenario, seed and subject give the same result, its
 * `timing` aside. Failures of the subject are outcomes; what is thrown is a fault of the harness. Runs that are asked for at
 * once are done one after the other.
 */
export function run(given: RunOptions): Promise<RunResult> {
  return inTurn(() => runNow(given));
}

/** Ours waits as the scenario says. */
function drainedBySubject(subject: Subject, scenario: Scenario): Scenario {
  const { device, policy } = foreignIn(subject);
  return device || policy ? drainedBy(policy ? subject.policy : null, scenario) : scenario;
}

/** One that is brought, and called as the scenario's, has not the parameters that stand there. */
function policyName(subject: Subject, scenario: Scenario): string {
  const { name } = subject.policy;
  return foreignIn(subject).policy && name === scenario.device.policy.name ? `${name} (brought)` : name;
}

/** What may be wrong with a policy that somebody brings, and with our edge beside it alone. */
function warningsAbout(subject: Subject, scenario: Scenario): readonly string[] {
  const { edge, policy } = foreignIn(subject);
  if (!policy) return [];
  return [...delayWarnings(subject.policy), ...(edge ? [] : ttlWarnings(scenario, subject.policy))];
}

/** What an edge told of its store that does not count, or should not have been there. */
function storeWarnings({ foundAtFirst, saidUnasked }: World['lists']): readonly string[] {
  const found = foundAtFirst === 1 ? 'a reading' : `${foundAtFirst} readings`;
  return [
    ...(foundAtFirst === 0
      ? []
      : [
          `the edge began with ${found} in its store, which an earlier run has left there: it may answer that it has what nobody has sent it yet, and this run come out another way each time. In a folder whose name env.disk keeps each run begins anew`,
        ]),
    ...(saidUnasked
      ? [
          "the edge calls env.stored, which is not judged: it counts for an edge that says accepted: 'as-it-happens' beside its handler",
        ]
      : []),
  ];
}

async function runNow(given: RunOptions): Promise<RunResult> {
  const { subject, schedule = null } = given;
  const drawn = schedule === null ? given.scenario : scenarioUnder(given.scenario, schedule);
  const scenario = drainedBySubject(subject, drawn);
  const options = { ...given, scenario };
  const {
    seed,
    transport = 'supertest',
    interleave = true,
    shuffleTies = false,
    onEvent,
    untilMs = null,
    pace = null,
    onAct = null,
  } = options;
  const beganMs = wallMs();
  // What happens while edge and fleet boot is judged as soon as it is known what they let others see.
  const early: TraceEvent[] = [];
  let judges: Judges | null = null;
  const observers: TraceObserver[] = [
    (event) => {
      if (judges === null) early.push(event);
      else judges.observe(event);
    },
  ];
  const sometimes = new SometimesWatch({
    scenario: scenario.expect.sometimes,
    code: [...(subject.edge.sometimes ?? []), ...(subject.device.sometimes ?? [])],
  });
  if (!sometimes.isIdle) observers.push((event) => sometimes.observe(event));
  if (onEvent !== undefined) observers.push(onEvent);
  const recorder = new Recorder(observers, () => world.endIfDrained());
  const fleet = new Fleet(scenario, (version) => policyOf(subject, version), foreignIn(subject).device);
  const world = new World({
    scenario,
    seed,
    subject,
    fleet,
    wire: wireOf(scenario.wire, subject),
    transport,
    interleave,
    shuffleTies,
    wallMs,
    untilMs,
    pace,
    schedule,
    onAct,
    record: (event) => recorder.record(event),
    recordBefore: (act, first) => recorder.recordBefore(act, first),
    queued: (waitedMs) => judges?.meters.queued(waitedMs),
    allResolved: () => {
      recorder.flush();
      return judges?.ledger.allEnded() ?? false;
    },
    doneAndNotStored: () => judges?.ledger.doneAndNotStored() ?? [],
  });
  try {
    const stuck = await world.boot();
    recorder.flush();
    const { stored, pending, outbox } = world.observable;
    const context = {
      settings: scenario,
      rulesOf: (device: string) => fleet.rulesOf(device),
      firstNumberOf: firstNumbers(scenario),
      edgeObservable: { stored: stored !== 'no', metrics: true },
      deviceObservable: { pending, outbox },
      foreignDevice: foreignIn(subject).device,
      storedAtEnd: stored === 'listed',
    };
    const seen = new Judges(context, {
      answers: world.answers,
      groups: fleet.groups,
      foreignEdge: foreignIn(subject).edge,
      span: options.measure ?? null,
    });
    judges = seen;
    for (const event of early.splice(0)) seen.observe(event);
    const stop = stuck ?? (await world.run());
    const warnings = [
      ...(options.warnings ?? []),
      ...warningsAbout(subject, scenario),
      ...storeWarnings(world.lists),
    ];
    const tookMs = wallMs() - beganMs;
    return conclude({ options, stop, judges: seen, sometimes, recorder, world, warnings, wallMs: tookMs });
  } finally {
    await world.close();
  }
}

interface Ended {
  readonly options: RunOptions;
  readonly stop: WorldStop;
  readonly judges: Judges;
  readonly sometimes: SometimesWatch;
  readonly recorder: Recorder;
  readonly world: World;
  readonly warnings: readonly string[];
  readonly wallMs: number;
}

function reasonsOf(breaks: readonly ExcusedBreak[]): ReadonlyMap<InvariantName, string> {
  return new Map(breaks.map(({ invariant, because }) => [invariant, because]));
}

function conclude(ended: Ended): RunResult {
  const { options, stop, judges, sometimes, recorder, world, warnings, wallMs: tookMs } = ended;
  const { scenario, seed, subject, untilMs = null } = options;
  recorder.flush();
  const ledger = judges.ledger.conclude();
  const { values: metrics, ...counts } = judges.meters.conclude(ledger);
  const verdicts = judges.checkers.conclude();
  const simulatedMs = world.kernel.nowUs / 1000;
  const whole = isWhole({ stop, untilMs, simulatedMs });
  const foreign = foreignIn(subject);
  const expectations = whole ? judgeExpectations(scenario, metrics, counts.faults, verdicts, foreign) : [];
  const expected = reasonsOf(expectedViolations(scenario.expect, foreign));
  const allowed = reasonsOf(scenario.expect.mayBreak);
  const invariants: readonly InvariantResult[] = INVARIANT_NAMES.map((name) => ({
    name,
    says: INVARIANTS[name].says,
    verdict: whole ? verdicts[name] : notJudged(verdicts[name], stop),
    expectedBecause: expected.get(name) ?? null,
    allowedBecause: allowed.get(name) ?? null,
  }));
  const { delivery } = counts;
  return {
    ...judge({
      stop,
      untilMs,
      simulatedMs,
      invariants,
      expectations,
      readings: ledger.generated,
      isOtherSize: sizeChangeOf(scenario).kind !== 'none',
    }),
    scenario,
    seed,
    subject: { edge: subject.edge.name, device: subject.device.name, policy: policyName(subject, scenario) },
    transport: world.transportName,
    messages: foreign.device ? world.messages : null,
    fingerprint: recorder.fingerprint(),
    simulatedMs,
    phases: counts.phases,
    events: world.kernel.entriesRun,
    shuffledTies: options.shuffleTies === true ? world.kernel.ties : null,
    exchanges: counts.edge.received - counts.edge.unanswered,
    timing: { wallMs: tookMs },
    client: counts.client,
    edge: counts.edge,
    ledger,
    latency: delivery.latency,
    storedWithin60s: delivery.storedWithin60s,
    attempts: delivery.attempts,
    metrics,
    groups: counts.groups,
    measured: counts.measured,
    load: counts.load,
    faults: counts.faults,
    invariants,
    expectations,
    sometimes: sometimes.conclude(),
    warnings: [...warnings, ...warningsOf(invariants)],
  };
}

function warningsOf(invariants: readonly InvariantResult[]): readonly string[] {
  return invariants.flatMap(({ verdict }) =>
    verdict.kind === 'held' && verdict.warning !== undefined ? [verdict.warning] : [],
  );
}
