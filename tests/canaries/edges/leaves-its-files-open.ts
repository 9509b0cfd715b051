import { openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Opens a file for each reading, and closes none: after some thousands there is no descriptor left. */
class LeavesItsFilesOpen extends PlainEdge {
  readonly #open: () => unknown;

  constructor(env: EdgeEnv, openOne: () => unknown) {
    super(env);
    this.#open = openOne;
  }

  protected override async take(message: Message): Promise<Reply> {
    await this.#open();
    return super.take(message);
  }
}

export const leavesItsFilesOpen: EdgeFactory = (env) =>
  new LeavesItsFilesOpen(env, () => openSync(devNull, 'r')).listen();

export const leavesItsHandlesOpen: EdgeFactory = (env) =>
  new LeavesItsFilesOpen(env, () => open(devNull, 'r')).listen();
