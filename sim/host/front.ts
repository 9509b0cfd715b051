import { epochMsFromUs } from '../kernel/index.ts';
import { recordOthers } from '../net/index.ts';
import type { Answer, DeliveryEnd, Request } from '../net/index.ts';
import type { DeliveryKey, FaultName } from '../trace/index.ts';
import { refusal } from './gateway-answers.ts';
import { errorAnswer, errorFor, loginPage, onlyPost, pathBehindMove, PORTAL_PATH } from './gateway-errors.ts';
import type { ErrorSettings } from './gateway-errors.ts';
import { inForm } from './gateway-retry-after.ts';
import type { FrontSettings } from './gateway-settings.ts';
import { drawForDelivery } from './gateway.ts';
import type { DrawFor, Passing } from './gateway.ts';
import type { WorldServices } from './world-services.ts';

/** What is said of a store that is away; null: no Retry-After. */
export interface StoreOutage {
  readonly retryAfterMs: number | null;
}

export interface FrontOptions {
  readonly world: WorldServices;
  readonly settings: FrontSettings;
  /** While the store of an edge is away that can't be told so; null otherwise. */
  readonly storeOutage: () => StoreOutage | null;
  /** Whether devices look into a 2xx before they believe it. */
  readonly echoes: () => boolean;
  readonly pass: (passing: Passing) => void;
  readonly answered: (key: DeliveryKey, answer: Answer, request: Request) => void;
}

/** An answer of the edge, and whose it was. */
interface Taken {
  readonly device: string;
  readonly reading: number | null;
  readonly answer: Answer;
}

/** A refusal of many readings at once, as it is heard for each of them; any other answer as it is. */
function toAll(answer: Answer, { judge }: Request): Answer {
  const items = answer.status < 400 ? null : (judge?.(answer, () => null).items ?? null);
  return items === null ? answer : { ...answer, items };
}

/** A connection whose answers are one behind gives a device another of its own; a cache that knows the path only, anybody's. */
const SAME_DEVICE = 0.5;

function isOf(taken: Taken, { device, reading }: Pick<DeliveryKey, 'device' | 'reading'>): boolean {
  return taken.device === device && taken.reading === reading;
}

function lastTwo(before: readonly Taken[], taken: Taken): readonly Taken[] {
  return [...before.filter((one) => !isOf(one, taken)).slice(-1), taken];
}

/**
 * What stands in front of every edge, ours too: proxies and portals, which answer in its place, swap answers or write a
 * header anew. The edge knows nothing of it.
 */
export class Front {
  readonly #options: FrontOptions;
  #settings: FrontSettings;
  /** The last two readings of anybody that the edge answered with a 2xx: one of them is another than the one at hand. */
  #taken: readonly Taken[] = [];
  /** The same of each device. */
  readonly #takenOf = new Map<string, readonly Taken[]>();

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  configure(settings: FrontSettings): void {
    this.#settings = settings;
  }

  /** Whether it lets this request through, and the answer as it is. */
  isOpen({ path }: Request): boolean {
    const { errors, retryAfter } = this.#settings;
    if (path === PORTAL_PATH || pathBehindMove(path) !== null) return false;
    return errors === null && retryAfter === null && this.#options.storeOutage() === null;
  }

  deliver(passing: Passing): void {
    const { request } = passing;
    if (request.path === PORTAL_PATH) {
      this.#answer(passing, loginPage());
      return;
    }
    const path = pathBehindMove(request.path);
    if (path === null) this.#deliver(passing);
    else if (request.method === 'POST') this.#deliver({ ...passing, request: { ...request, path } });
    else this.#answer(passing, onlyPost());
  }

  #deliver(passing: Passing): void {
    const { pass } = this.#options;
    const { errors } = this.#settings;
    const { key, request } = passing;
    if (this.isOpen(request)) {
      pass(passing);
      return;
    }
    const outage = this.#options.storeOutage();
    if (outage !== null) {
      this.#injected(key, 'edge.storeOutage', request);
      this.#answer(passing, refusal(503, outage.retryAfterMs));
      return;
    }
    const draw = drawForDelivery(this.#options.world, key);
    const rewriting: Passing = { ...passing, end: this.#rewriting(passing, draw) };
    if (errors === null) pass(rewriting);
    else this.#err(errors, rewriting, draw);
  }

  #err(errors: ErrorSettings, passing: Passing, draw: DrawFor): void {
    const { pass, echoes } = this.#options;
    const { key, request, end } = passing;
    const error = errorFor(errors, draw, { echoes: echoes() });
    const played =
      error === null
        ? null
        : errorAnswer(error.kind, {
            retryAfterMs: errors.retryAfterMs,
            path: request.path,
            draw,
            other: () => this.#otherThan(key, draw),
          });
    const answer = played && toAll(played, request);
    const remembering = (heard: (answer: Answer) => void): DeliveryEnd => ({
      answered: (given) => {
        this.#remember(key, given);
        heard(given);
      },
      broken: (by) => end.broken(by),
    });
    if (error === null || answer === null) {
      pass({ ...passing, end: remembering((given) => end.answered(given)) });
      return;
    }
    this.#injected(key, 'edge.errors', request);
    if (error.after) pass({ ...passing, end: remembering(() => end.answered(answer)) });
    else this.#answer(passing, answer);
  }

  #rewriting({ key, request, end }: Passing, draw: DrawFor): DeliveryEnd {
    return {
      answered: (answer) => {
        const { world } = this.#options;
        const form = this.#settings.retryAfter?.form;
        const header = answer.retryAfter;
        if (form === undefined || header === null) {
          end.answered(answer);
          return;
        }
        const nowMs = epochMsFromUs(world.kernel.nowUs);
        const retryAfter = inForm(form, header, nowMs, () => draw('retry-after'));
        this.#injected(key, 'edge.retryAfter', request);
        end.answered({ ...answer, retryAfter, headers: { ...answer.headers, 'retry-after': retryAfter } });
      },
      broken: (by) => end.broken(by),
    };
  }

  #answer({ key, request, end }: Passing, answer: Answer): void {
    this.#options.answered(key, answer, request);
    end.answered(answer);
  }

  #remember({ device, reading }: DeliveryKey, answer: Answer): void {
    if (answer.status < 200 || answer.status > 299) return;
    const taken = { device, reading, answer };
    this.#taken = lastTwo(this.#taken, taken);
    this.#takenOf.set(device, lastTwo(this.#takenOf.get(device) ?? [], taken));
  }

  #otherThan(key: DeliveryKey, draw: DrawFor): Answer | null {
    const isOther = (taken: Taken): boolean => !isOf(taken, key);
    const own = draw('errors/other') < SAME_DEVICE ? this.#takenOf.get(key.device)?.findLast(isOther) : null;
    return (own ?? this.#taken.findLast(isOther))?.answer ?? null;
  }

  #injected({ device, reading, attempt }: DeliveryKey, fault: FaultName, { others }: Request): void {
    const { kernel, record } = this.#options.world;
    const event = { at: kernel.nowUs, kind: 'fault_injected', device, reading, attempt, fault } as const;
    record(event);
    recordOthers(record, event, others);
  }
}
