import { renderDivergence } from '../../../reports/divergence-text.ts';
import { renderScheduleDifference } from '../../../reports/schedule-difference-text.ts';
import { scheduleDifference } from '../../shrink/index.ts';
import { firstDivergence } from '../../trace/index.ts';
import { comparedRun } from '../traces/compared-run.ts';
import { EXIT } from '../exit-code.ts';
import { onOff, words } from '../flags/flags.ts';
import { print, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

const USAGE = `name two files that --trace or ${NAME} shrink wrote: diff A B`;

export const diffCommand = command({
  name: 'diff',
  describe: 'diff A B: the first event in which two traces, or runs of two kept failures, differ',
  flags: {
    files: words(
      '[files..]',
      `two files: traces, or failures that ${NAME} shrink wrote (.yaml), which are run`,
    ),
    json: onOff('As JSON: the event, what came before, and both sides; null when there is none'),
  },
  handle: async ({ files, json }) => {
    const [first, second, ...more] = files;
    if (first === undefined || second === undefined) throw new UsageError(USAGE);
    if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
    const [here, there] = [comparedRun(first), comparedRun(second)];
    const divergence = await firstDivergence(here.events, there.events);
    const names = [first, second] as const;
    if (!json && here.failure !== null && there.failure !== null) {
      const schedules = scheduleDifference(here.failure, there.failure);
      const difference = renderScheduleDifference(schedules, { ...terminal(), names });
      if (difference !== '') print(`${difference}\n`);
    }
    if (json) print(JSON.stringify(divergence, null, 2));
    else if (divergence === null) print('THE SAME  event by event');
    else {
      print(`DIFFERENT  from event ${divergence.event} on`);
      print(renderDivergence(divergence, { ...terminal(), names }));
    }
    return divergence === null ? EXIT.passed : EXIT.failed;
  },
});
