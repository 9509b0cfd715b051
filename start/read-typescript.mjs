// Teaches Node to read TypeScript, by import and by require: what `--import tsx` does, which does nothing in a thread.
import { register as registerCommonJs } from 'tsx/cjs/api';
import { register } from 'tsx/esm/api';

registerCommonJs();
register();
