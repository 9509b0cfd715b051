import { METRICS_PATH } from '../../protocol/index.ts';
import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import { countersFrom } from './edge-answer.ts';
import type { EdgeBoot } from './edge-boot.ts';
import type { InstanceTold } from './edge-instance.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';
import type { WorldServices } from './world-services.ts';

const REQUEST: EdgeRequest = {
  method: 'GET',
  path: METRICS_PATH,
  headers: { accept: 'application/json' },
  body: '',
};

export interface EdgeProbeOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record'>;
  readonly instance: InstanceTold;
  /** Whether this boot goes on. */
  readonly isRunning: (boot: EdgeBoot) => boolean;
}

/**
 * Reads `/metrics` as an operator would. An edge that has none in our form is asked only once: it may know nothing of such
 * a request, and throw or never answer. That is held against nobody.
 */
export class EdgeProbe {
  readonly #options: EdgeProbeOptions;
  #hasMetrics = true;
  /** Ends the look that is under way, without an answer; null: there is none. */
  #end: (() => void) | null = null;

  constructor(options: EdgeProbeOptions) {
    this.#options = options;
  }

  /** Whether it is worth to ask. */
  get hasMetrics(): boolean {
    return this.#hasMetrics;
  }

  async read(running: EdgeBoot, final: boolean): Promise<void> {
    const { world, instance, isRunning } = this.#options;
    const unanswered = new Promise<null>((resolve) => {
      this.#end = () => resolve(null);
    });
    const scope: Scope = {
      globals: running.scope.globals,
      exchange: null,
      onStrayError: () => this.giveUp(),
    };
    const askedAt = world.kernel.nowUs;
    const wire = await Promise.race([carried(running, scope), unanswered]);
    this.#end = null;
    if (wire === null && !isRunning(running)) return;
    const counters = wire === null ? null : countersFrom(wire);
    this.#hasMetrics = counters !== null;
    const at = world.kernel.nowUs;
    const asked = at === askedAt ? {} : { askedAt };
    world.record({ at, kind: 'metrics_read', boot: running.boot, final, counters, ...instance, ...asked });
  }

  /** False when none is under way. */
  giveUp(): boolean {
    const end = this.#end;
    this.#end = null;
    end?.();
    return end !== null;
  }
}

async function carried({ transport }: EdgeBoot, scope: Scope): Promise<EdgeAnswer | null> {
  try {
    return await transport.exchange(REQUEST, (run) => currentScope.run(scope, run));
  } catch {
    return null;
  }
}
