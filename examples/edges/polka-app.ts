/** An app of Polka. */
import polka from 'polka';
import { nodeListener } from './node-listener.ts';

export const app = polka().post('/ingest', nodeListener());
