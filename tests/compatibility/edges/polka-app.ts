import polka from 'polka';
import { nodeListener } from '../shared/node-listener.ts';

export const app = polka().post('/ingest', nodeListener());
