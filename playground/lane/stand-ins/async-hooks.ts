/**
 * Our own edge and device do all their work in calls: who runs is a variable (`sim/host/scope.ts`), and this is never asked
 * to follow a promise.
 */
export class AsyncLocalStorage {
  getStore(): undefined {
    return undefined;
  }

  disable(): void {}

  run(): never {
    throw new Error('Nothing can be followed through promises here.');
  }
}

/** Calls are held for code that goes on by itself alone. */
export const AsyncResource = null;

export function createHook(): { readonly enable: () => void; readonly disable: () => void } {
  return { enable: () => {}, disable: () => {} };
}
