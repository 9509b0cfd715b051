import type { AtEdge, DeliveryEnd, Request } from '../net/index.ts';
import type { Listed } from '../../lists/open-list.ts';
import type { Caller, Connection } from '../transport/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import type { Interleaving } from './interleaving.ts';
import type { Scope } from './scope.ts';

/** A request that the edge works on, and the scope in which it does. */
export class OpenExchange implements Listed<OpenExchange>, Scope, Caller, AtEdge {
  previous: OpenExchange | null = null;
  next: OpenExchange | null = null;
  listed = false;
  /** Its client is gone: nobody can wait for an answer. */
  isGone = false;
  /** When the edge heard of that; 0 while it has not. */
  goneAtUs = 0;
  connection: Connection | null = null;
  /** The whole of the request is there, or the edge has not waited for it. */
  isWhole: boolean;
  readonly globals: Scope['globals'];
  readonly interleaving: Interleaving | null;
  readonly exchange: DeliveryKey;
  readonly end: DeliveryEnd;
  readonly request: Request;
  readonly carriesMany: boolean;
  readonly #onHungUp: (exchange: OpenExchange) => void;

  constructor(
    { globals, interleaving }: Scope,
    key: DeliveryKey,
    end: DeliveryEnd,
    onHungUp: (exchange: OpenExchange) => void,
    request: Request,
  ) {
    this.globals = globals;
    this.interleaving = interleaving ?? null;
    this.exchange = key;
    this.end = end;
    this.request = request;
    this.isWhole = request.coming?.isWhole ?? true;
    this.carriesMany = request.others !== undefined;
    this.#onHungUp = onHungUp;
  }

  get share(): number | null {
    return this.isWhole ? null : (this.request.coming?.share ?? null);
  }

  hungUp(): void {
    if (this.isGone || !this.listed) return;
    this.isGone = true;
    this.#onHungUp(this);
  }
}

/** A request that a gateway holds back from the edge. What its client says meanwhile is passed on behind it. */
export class HeldRequest implements AtEdge {
  #isGone = false;
  #passedOn: AtEdge | null = null;

  hungUp(): void {
    this.#isGone = true;
    this.#passedOn?.hungUp();
  }

  /** Returns whether its client is gone. */
  passOn(exchange: AtEdge): boolean {
    this.#passedOn = exchange;
    return this.#isGone;
  }
}
