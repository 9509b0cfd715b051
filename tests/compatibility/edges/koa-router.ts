import { text } from 'node:stream/consumers';
import Router from '@koa/router';
import Koa from 'koa';
import { createIngest } from '../../../examples/edges/ingest.ts';

const ingest = createIngest();
const router = new Router();
router.post('/ingest', async (context) => {
  const { status, body } = ingest(await text(context.req));
  context.status = status;
  context.body = body;
});

export const app = new Koa().use(router.routes()).use(router.allowedMethods());
