import { scenarioJsonSchema } from '../../scenario/index.ts';
import { EXIT } from '../exit-code.ts';
import { print } from '../terminal.ts';
import type { Command } from './command.ts';

export const schemaCommand: Command = {
  name: 'schema',
  describe: 'The JSON Schema of scenario files, for editors',
  positional: null,
  options: {},
  handle: async () => {
    print(JSON.stringify(scenarioJsonSchema(), null, 2));
    return EXIT.passed;
  },
};
