import { MemoryDisk } from '../../ports/index.ts';
import type { AtEdge, DeliveryEnd, Request } from '../net/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import type { StoredIds } from './edge-env.ts';
import { EdgeHost } from './edge-host.ts';
import type { EdgeHostOptions } from './edge-host.ts';
import { instanceOf } from './edge-instance.ts';
import { ListedReadings } from './listed-readings.ts';
import type { FrontSettings, GatewaySettings } from './gateway-settings.ts';

/**
 * The instances of an edge behind a balancer, which takes them in turn and passes over those whose machine refuses the
 * connection. What one of them has in its work when it crashes is lost.
 */
export class EdgeInstances<Settings extends FrontSettings & GatewaySettings> {
  /** In the order of their numbers; at least one. */
  readonly all: readonly EdgeHost<Settings>[];
  readonly #first: EdgeHost<Settings>;
  readonly #lists = new ListedReadings();
  /** Whose turn it is. */
  #turn = 0;

  /** `settingsOf` each instance, by its place from 0. */
  constructor(
    options: Omit<EdgeHostOptions<Settings>, 'instance' | 'disk' | 'settings'>,
    settingsOf: readonly Settings[],
  ) {
    const [first, ...rest] = settingsOf;
    if (first === undefined) throw new Error('An edge has no instances.');
    if (rest.length === 0) {
      this.#first = new EdgeHost({ ...options, settings: first, lists: this.#lists });
      this.all = [this.#first];
      return;
    }
    const shared = { disk: new MemoryDisk(), lists: this.#lists };
    const host = (settings: Settings, place: number): EdgeHost<Settings> =>
      new EdgeHost({ ...options, ...shared, settings, instance: instanceOf(place + 1) });
    this.#first = host(first, 0);
    this.all = [this.#first, ...rest.map((settings, index) => host(settings, index + 1))];
  }

  boot(): void {
    for (const edge of this.all) edge.boot();
  }

  isUp(): boolean {
    return this.all.some((edge) => edge.isUp());
  }

  /** Only while one of them is up. */
  deliver(key: DeliveryKey, request: Request, end: DeliveryEnd): AtEdge | null {
    return this.#next().deliver(key, request, end);
  }

  get transportName(): string {
    return this.#first.transportName;
  }

  get openWork(): number {
    return this.all.reduce((sum, edge) => sum + edge.openWork, 0);
  }

  get openExchanges(): number {
    return this.all.reduce((sum, edge) => sum + edge.openExchanges, 0);
  }

  get timersPending(): boolean {
    return this.all.some((edge) => edge.timersPending);
  }

  get isWaiting(): boolean {
    return this.all.some((edge) => edge.isWaiting);
  }

  /** Names what is open, for the message about a run that does not get on. */
  describeOpen(): string {
    return this.#busy.describeOpen();
  }

  /** The run does not get on: the trace is told by which request. */
  tellStuck(): void {
    this.#busy.tellStuck();
  }

  get #busy(): EdgeHost<Settings> {
    return this.all.find((edge) => edge.openExchanges > 0) ?? this.#first;
  }

  get observable(): EdgeHost<Settings>['observable'] {
    return this.#first.observable;
  }

  /** One after the other: how long an answer really takes must not show. */
  probe(final: boolean): void {
    void this.#probeAll(final);
  }

  async #probeAll(final: boolean): Promise<void> {
    for (const edge of this.all) await edge.probe(final);
  }

  /** False when no look at the metrics is under way. */
  giveUpProbe(): boolean {
    return this.all.map((edge) => edge.giveUpProbe()).includes(true);
  }

  look(final: boolean): void {
    for (const edge of this.all) edge.look(final);
  }

  /** What each of them lists now. */
  listed(): readonly StoredIds[] {
    return this.all.flatMap((edge) => edge.listed());
  }

  /** What it told of its store. */
  get lists(): Pick<ListedReadings, 'foundAtFirst' | 'saidUnasked'> {
    return this.#lists;
  }

  finish(): void {
    for (const edge of this.all) edge.finish();
  }

  async close(): Promise<void> {
    for (const edge of this.all) await edge.close();
  }

  release(): void {
    for (const edge of this.all) edge.release();
  }

  #next(): EdgeHost<Settings> {
    const { length } = this.all;
    for (let tried = 0; tried < length; tried += 1) {
      const edge = this.all[this.#turn % length];
      this.#turn = (this.#turn + 1) % length;
      if (edge?.isUp() === true) return edge;
    }
    return this.#first;
  }
}
