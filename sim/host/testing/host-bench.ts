import { onTestFinished } from 'vitest';
import { Kernel, usFromMs } from '../../kernel/index.ts';
import { Fabric } from '../../net/index.ts';
import type { EdgeEnd, NetworkInForce } from '../../net/index.ts';
import { KeyedRandom } from '../../random/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import { fakeGlobals } from '../faked-globals.ts';
import type { FakedGlobals } from '../faked-globals.ts';
import { allowedPlaces } from '../outside-network.ts';
import { settle } from '../quiescence.ts';
import { catchStrayErrors } from '../stray-errors.ts';
import type { WorldServices } from '../world-services.ts';

/** No fault, and 10 ms each way. */
const QUIET: NetworkInForce = {
  latency: { distribution: 'constant', valueMs: 10 },
  answerLatency: { distribution: 'constant', valueMs: 10 },
  onRequest: [],
  onAnswer: [],
  onHangUp: [],
};

/** What a host needs around it: a kernel that settles as in a run, a trace, and the globals of foreign code. */
export class HostBench {
  readonly events: TraceEvent[] = [];
  /** What queues in front of an edge said. */
  readonly waitedMs: number[] = [];
  readonly crashes: { readonly where: string; readonly error: unknown }[] = [];
  readonly unsupported: string[] = [];
  readonly globals: FakedGlobals = fakeGlobals('UTC');
  readonly random = new KeyedRandom('bench');
  readonly kernel: Kernel;
  readonly services: WorldServices;
  /** Boots and exchanges that are open: what the host under test counts. */
  openWork = (): number => 0;
  readonly #stopListening: () => void;
  #isClosed = false;

  constructor() {
    // A test that fails before it closes must not take those that follow with it: there is one set of globals.
    onTestFinished(() => this.close());
    this.kernel = new Kernel({
      limits: { events: 100_000, virtualUs: usFromMs(3_600_000), wallMs: 60_000 },
      wallMs: () => 0,
      outside: this.globals,
      breathe: () => Promise.resolve(),
      settle: () =>
        settle({
          openWork: () => this.openWork(),
          timersPending: () => this.globals.pending() > 0,
          foreignCode: true,
          describe: () => 'the bench',
          crashed: () => this.crashes.length > 0,
        }),
    });
    const crashed = (where: string, error: unknown): void => {
      this.crashes.push({ where, error });
      this.kernel.end();
    };
    this.services = {
      kernel: this.kernel,
      random: this.random,
      gate: null,
      record: (event) => void this.events.push(event),
      recordBefore: (act, first) => {
        const place = this.events.length;
        const value = act();
        this.events.splice(place, 0, first(value));
      },
      queued: (waitedMs) => void this.waitedMs.push(waitedMs),
      crashed,
      allowedNet: allowedPlaces([]),
      unsupported: (host, what) => void this.unsupported.push(`${host}: ${what}`),
    };
    this.#stopListening = catchStrayErrors((error) => crashed('stray', error));
  }

  /** A network to an edge of the test's own, without faults but those that are given. */
  fabric(edge: EdgeEnd, faults: Partial<NetworkInForce> = {}): Fabric {
    const { kernel, random } = this;
    const { record } = this.services;
    return new Fabric({
      kernel,
      random,
      record,
      edge,
      groupOf: () => null,
      network: () => ({ ...QUIET, ...faults }),
      gate: null,
      retryAfterMs: () => null,
    });
  }

  /** Lets virtual time run up to `untilMs` since the world began. Once for each bench. */
  async run(untilMs: number): Promise<void> {
    this.kernel.at(usFromMs(untilMs), () => this.kernel.end());
    const stop = await this.kernel.run();
    if (stop.kind !== 'ended') throw new Error(`The bench stopped: ${JSON.stringify(stop)}`);
  }

  /** Does something at `atMs`. */
  at(atMs: number, act: () => void): void {
    this.kernel.at(usFromMs(atMs), () => {
      act();
      this.kernel.unsettle();
    });
  }

  kinds(): readonly string[] {
    return this.events.map(({ kind }) => kind);
  }

  /** As often as one likes; the end of the test does it too. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopListening();
    this.globals.restore();
  }
}
