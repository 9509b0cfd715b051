import { expressApp } from '../shared/express.ts';

expressApp().listen(3000);
