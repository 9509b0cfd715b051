import { createContext, runInContext } from 'node:vm';
import type { EdgeEnv, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** A realm has a `Math` of its own, as the sandbox of a template or of a rule has. */
class DrawsInAnotherRealm extends PlainEdge {
  readonly #sandbox = createContext();

  protected override sheds(): boolean {
    const uniform: unknown = runInContext('Math.random()', this.#sandbox);
    return Number(uniform) < 0.2 || super.sheds();
  }
}

export function createEdge(env: EdgeEnv): EdgeUnderTest {
  return new DrawsInAnotherRealm(env).listen();
}
