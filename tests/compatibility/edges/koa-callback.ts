import { koaApp } from '../shared/koa.ts';

export const handler = koaApp().callback();
