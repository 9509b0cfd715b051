import { expressApp } from '../shared/express.ts';

export async function start(): Promise<void> {
  await Promise.resolve();
  expressApp().listen(3000);
}
