import { createApp } from '../../../examples/edges/express-factory.ts';

// A module of a user's.
export default createApp();
