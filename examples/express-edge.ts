/**
 * The app of express-app.ts, which it leaves as it is, with its word on what it stored: without that word, half of the
 * promises can't be observed.
 *
 *   npm run sim -- --scenario storm --seed 42 --edge ./examples/express-edge.ts
 */
import type { EdgeUnderTest } from '../ports/index.ts';
import { app, readings } from './express-app.ts';

export function createEdge(): EdgeUnderTest {
  return { handler: app, accepted: () => readings };
}
