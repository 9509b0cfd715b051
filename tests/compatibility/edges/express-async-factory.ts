import { expressApp } from '../shared/express.ts';

export async function buildServer({ delayMs = 5 } = {}) {
  await new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
  return expressApp();
}
