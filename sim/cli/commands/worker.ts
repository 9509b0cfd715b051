import { availableParallelism } from 'node:os';
import { duration } from '../../../settings/index.ts';
import { EXIT } from '../exit-code.ts';
import { text } from '../flags/flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { WORKERS_FLAG } from '../flags/pool-flags.ts';
import { quantityFlag } from '../flags/quantity-flag.ts';
import { say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';

export const workerCommand = command({
  name: 'worker',
  describe: 'Take a part in the sweeps that are handed out at a queue',
  flags: {
    queue: text('Where they are: redis://host:6379'),
    ...WORKERS_FLAG,
    idle: quantityFlag(
      duration('End after so long without work', { otherwise: 'never: wait for the next sweep' }),
    ),
  },
  handle: async ({ queue, workers, idle }) => {
    if (queue === undefined)
      throw new UsageError('name the queue, e.g. worker --queue redis://localhost:6379');
    // Loaded only here: who runs a scenario needs no client of a queue.
    const { mustBeThere, shownAddress } = await import('../queue/queue-address.ts');
    const { takeJobs } = await import('../queue/take-jobs.ts');
    await mustBeThere(queue);
    const interruption = listenForInterruption();
    say(`Waiting for runs at ${shownAddress(queue)}.`);
    const runs = await takeJobs({
      address: queue,
      threads: workers ?? availableParallelism(),
      idleMs: idle ?? Infinity,
      isStopped: () => interruption.code() !== null,
    });
    interruption.stop();
    say(`${runs} runs done.`);
    return interruption.code() ?? EXIT.passed;
  },
});
