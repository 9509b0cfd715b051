import app from '../../../examples/edges/koa-app.ts';

export const handler = app.callback();
