/** An app as it is: the module is loaded anew for each start of the edge. */
import { createApp } from './express-factory.ts';

export const app = createApp();
