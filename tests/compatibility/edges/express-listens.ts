import { createApp } from '../../../examples/edges/express-factory.ts';

createApp().listen(3000);
