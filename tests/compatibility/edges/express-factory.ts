import { expressApp } from '../shared/express.ts';

export function createApp() {
  return expressApp();
}
