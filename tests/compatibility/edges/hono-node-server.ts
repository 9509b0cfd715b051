import { serve } from '@hono/node-server';
import app from '../../../examples/edges/hono-app.ts';

serve({ fetch: app.fetch, port: 8787 });
