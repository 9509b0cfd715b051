/** A handler of Node's, without a server. */
import { nodeListener } from './node-listener.ts';

export const handler = nodeListener();
