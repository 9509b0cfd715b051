import { EventEmitter } from 'node:events';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Each request waits for a word of something that all of them share, and goes on listening when it is done. */
class ForgetsItsListeners extends PlainEdge {
  readonly #shared: NodeJS.EventEmitter;
  readonly #event: string;

  constructor(env: EdgeEnv, shared: NodeJS.EventEmitter, event: string) {
    super(env);
    this.#shared = shared;
    this.#event = event;
  }

  protected override take(message: Message): Promise<Reply> {
    this.#shared.on(this.#event, () => this.env.log('warn', 'cut_off', { sequence_id: message.sequence_id }));
    return super.take(message);
  }
}

export const forgetsItsListeners: EdgeFactory = (env) =>
  new ForgetsItsListeners(env, new EventEmitter(), 'drain').listen();

/** Somebody was told by Node once, and has silenced it. */
export const forgetsItsListenersInSilence: EdgeFactory = (env) =>
  new ForgetsItsListeners(env, new EventEmitter().setMaxListeners(0), 'drain').listen();

/** A pool that others listen to as well. */
export const forgetsItsListenersOfMany: EdgeFactory = (env) =>
  new ForgetsItsListeners(env, new EventEmitter().setMaxListeners(100_000), 'release').listen();

export const forgetsItsListenersOfTheProcess: EdgeFactory = (env) =>
  new ForgetsItsListeners(env, process, 'uncaughtException').listen();
