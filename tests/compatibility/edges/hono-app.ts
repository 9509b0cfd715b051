import { honoApp } from '../shared/hono.ts';

export default honoApp();
