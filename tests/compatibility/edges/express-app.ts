import { expressApp } from '../shared/express.ts';

export const app = expressApp();
