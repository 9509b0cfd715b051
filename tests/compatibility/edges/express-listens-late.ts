import { expressApp } from '../shared/express.ts';

/** As services do that connect to something first. */
async function main(): Promise<void> {
  await Promise.resolve();
  expressApp().listen(Number(process.env['PORT'] ?? 8080), () => console.log('listening'));
}

void main();
