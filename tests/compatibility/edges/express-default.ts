import { expressApp } from '../shared/express.ts';

// A module of a user's.
export default expressApp();
