import { expressApp } from '../shared/express.ts';

export default function createApp() {
  return expressApp();
}
