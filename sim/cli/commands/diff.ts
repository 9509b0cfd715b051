import { renderDivergence } from '../../../reports/divergence-text.ts';
import { firstDivergence } from '../../trace/index.ts';
import { EXIT } from '../exit-code.ts';
import { onOff, words } from '../flags.ts';
import { readTrace } from '../read-trace.ts';
import { print, terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';

const USAGE = 'name two files that --trace wrote: diff A B';

export const diffCommand = command({
  name: 'diff',
  describe: 'diff A B: the first event in which two traces differ',
  flags: {
    files: words('[files..]', 'two files that --trace wrote'),
    json: onOff('As JSON: the event, what came before, and both sides; null when there is none'),
  },
  handle: async ({ files, json }) => {
    const [first, second, ...more] = files;
    if (first === undefined || second === undefined) throw new UsageError(USAGE);
    if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
    const divergence = await firstDivergence(readTrace(first), readTrace(second));
    if (json) print(JSON.stringify(divergence, null, 2));
    else if (divergence === null) print('THE SAME  event by event');
    else {
      print(`DIFFERENT  from event ${divergence.event} on`);
      print(renderDivergence(divergence, { ...terminal(), names: [first, second] }));
    }
    return divergence === null ? EXIT.passed : EXIT.failed;
  },
});
