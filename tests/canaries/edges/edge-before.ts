import { DurableEdge } from '../../right-subjects/durable-edge.ts';
import type { EdgeFactory } from '../../../ports/index.ts';

/** What stands before a next version with a mistake: it keeps its keys on the disk, and is right. */
export const edgeBefore: EdgeFactory = (env) => new DurableEdge(env).listen();
