import { createApp } from '../../../examples/edges/express-factory.ts';

export default createApp;
