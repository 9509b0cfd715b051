import { serve } from '@hono/node-server';
import { honoApp } from '../shared/hono.ts';

serve({ fetch: honoApp().fetch, port: 8787 });
