import connect from 'connect';
import { nodeListener } from '../../../examples/edges/node-listener.ts';

export const app = connect().use('/ingest', nodeListener());
