import { createApp } from '../../../examples/edges/express-factory.ts';

export async function buildServer({ delayMs = 5 } = {}) {
  await new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
  return createApp();
}
