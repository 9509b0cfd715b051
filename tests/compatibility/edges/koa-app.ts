import { koaApp } from '../shared/koa.ts';

export default koaApp();
