import { App } from '@tinyhttp/app';
import { nodeListener } from '../../../examples/edges/node-listener.ts';

export const app = new App().post('/ingest', nodeListener());
