import type { KernelStop } from '../kernel/index.ts';
import { UnsupportedUses } from './unsupported-uses.ts';

/** How a world ended: as the kernel says, because the subject's own code failed, or tried what is not simulated. */
export type WorldStop =
  | KernelStop
  | { readonly kind: 'crashed'; readonly where: string; readonly error: unknown }
  | { readonly kind: 'unsupported'; readonly why: string };

/** What code under test did that no world can go on from. */
export class WorldFailures {
  readonly #unsupported = new UnsupportedUses();
  #crash: { readonly where: string; readonly error: unknown } | null = null;

  /** The first stands. */
  crashed(where: string, error: unknown): void {
    this.#crash ??= { where, error };
  }

  /** It goes on meanwhile. */
  unsupported(host: string, what: string, remedy: string | null): void {
    this.#unsupported.add(host, what, remedy);
  }

  get hasCrashed(): boolean {
    return this.#crash !== null;
  }

  /** What else went wrong may come of what is not simulated, so that is told before all. */
  instead(stop: WorldStop): WorldStop {
    const why = this.#unsupported.inWords();
    if (why !== null) return { kind: 'unsupported', why };
    return this.#crash === null ? stop : { kind: 'crashed', ...this.#crash };
  }
}
