import { createApp } from '../../../examples/edges/express-factory.ts';

export async function start(): Promise<void> {
  await Promise.resolve();
  createApp().listen(3000);
}
