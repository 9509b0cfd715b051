import { scenarioJsonSchema } from '../../scenario/index.ts';
import { EXIT } from '../exit-code.ts';
import { print } from '../output/terminal.ts';
import { command } from './command.ts';

export const schemaCommand = command({
  name: 'schema',
  describe: 'The JSON Schema of scenario files, for editors',
  flags: {},
  handle: async () => {
    print(JSON.stringify(scenarioJsonSchema(), null, 2));
    return EXIT.passed;
  },
});
