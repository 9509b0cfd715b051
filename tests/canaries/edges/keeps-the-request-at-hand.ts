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

/** It stores what it should, and names the last request in its answer. */
class NamesTheRequestAtHand extends PlainEdge {
  #atHand: unknown = null;

  protected override async answer(body: unknown): Promise<Reply> {
    this.#atHand = body;
    await stat(import.meta.filename);
    return super.answer(body);
  }

  protected override receipt(): Readonly<Record<string, unknown>> {
    return super.receipt(this.#atHand);
  }
}

export const keepsTheRequestAtHand: EdgeFactory = (env) => new KeepsTheRequestAtHand(env).listen();
export const namesTheRequestAtHand: EdgeFactory = (env) => new NamesTheRequestAtHand(env).listen();
