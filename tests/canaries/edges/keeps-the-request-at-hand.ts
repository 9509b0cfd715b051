import { stat } from 'node:fs/promises';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** "The current request" is a field, and another one by the time that a file was looked at. */
class KeepsTheRequestAtHand extends PlainEdge {
  #atHand: unknown = null;

  protected override async answer(body: unknown): Promise<Reply> {
    this.#atHand = body;
    await stat(import.meta.filename);
    return super.answer(this.#atHand);
  }
}

export const keepsTheRequestAtHand: EdgeFactory = (env) => new KeepsTheRequestAtHand(env).listen();
