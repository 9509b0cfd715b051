import { EventEmitter } from 'node:events';
import { hostOf, isHost } from './host-of.ts';
import { methodWhere } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';

function isKind(kind: unknown): kind is string | symbol {
  return typeof kind === 'string' || typeof kind === 'symbol';
}

/** By these every listener of an emitter comes to it: the others call them. */
const ADDING = ['on', 'addListener', 'prependListener'] as const;

/**
 * What hosts listen to, so that it is known who goes on to listen: Node says so beyond ten, but only to who has not asked it not to
 * (`setMaxListeners(0)`).
 */
export const LISTENING: readonly Replacement[] = [
  ...ADDING.map((name) => ({ target: EventEmitter.prototype, name })),
  { target: EventTarget.prototype, name: 'addEventListener' },
].map(({ target, name }) =>
  methodWhere(isHost, target, name, ({ self, given, real }) => {
    const result = real();
    const [kind] = given;
    if (isKind(kind) && (self instanceof EventEmitter || self instanceof EventTarget))
      hostOf()?.holdings.crowds.added(self, kind, currentScope.getStore()?.exchange ?? null);
    return result;
  }),
);
