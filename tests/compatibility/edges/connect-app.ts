import connect from 'connect';
import { nodeListener } from '../shared/node-listener.ts';

export const app = connect().use('/ingest', nodeListener());
