/** A service that exports nothing and listens, as those do that connect to something first. */
import { createApp } from './express-factory.ts';

async function main(): Promise<void> {
  await Promise.resolve();
  createApp().listen(Number(process.env['PORT'] ?? 8080), () => console.log('listening'));
}

void main();
