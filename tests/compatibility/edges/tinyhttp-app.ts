import { App } from '@tinyhttp/app';
import { nodeListener } from '../shared/node-listener.ts';

export const app = new App().post('/ingest', nodeListener());
