/**
 * `npm run test:fuzz`: attacks a real edge over raw sockets for a minute. `-- --seconds 60 --seed 7`, and `--path` of a failure to
 * see it again. Exit code 1 where the edge answered what is no answer, took what it did not store, or died.
 */
import type { ReadingPage } from '../../edge/store/reading-page.ts';
import { startEdge } from '../edge-program.ts';
import { orRefuse, scriptFlags, wholeNumber } from '../script-flags.ts';
import { fuzzEdge } from './fuzz-edge.ts';

const values = scriptFlags('test:fuzz', {
  seconds: { type: 'string', default: '60' },
  seed: { type: 'string' },
  path: { type: 'string' },
});
const { seconds, seed } = orRefuse(() => ({
  seconds: wholeNumber('--seconds', values.seconds, 1),
  seed:
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : wholeNumber('--seed', values.seed, 0),
}));
const edge = await startEdge(['--store', 'memory', '--dedupe-limit', '1000000']);
try {
  process.stdout.write(`seed ${seed}\n`);
  const { attacks, statuses, accepted } = await fuzzEdge({
    port: edge.port,
    seed,
    runs: 1_000_000_000,
    withinMs: seconds * 1000,
    ...(values.path === undefined ? {} : { path: values.path }),
    storedAt: async (deviceId, sequenceId) => {
      const after = sequenceId === 0 ? '' : `&after=${sequenceId - 1}`;
      const url = `http://127.0.0.1:${edge.port}/telemetry?device_id=${deviceId}&limit=1${after}`;
      const { readings } = (await (await fetch(url)).json()) as ReadingPage;
      const [reading] = readings;
      if (reading === undefined) return undefined;
      const { stored_at: _, ...stored } = reading;
      return stored;
    },
  });
  const counts = Object.entries(statuses).map(([status, count]) => `${status} ${count}×`);
  process.stdout.write(`${attacks} attacks: ${counts.join(', ')}; ${accepted} readings taken\n`);
  const faults = edge.lines.filter(({ event }) => event === 'unexpected_error');
  if (faults.length > 0) throw new Error(`The edge has faults: ${JSON.stringify(faults[0])}`);
  edge.child.kill('SIGTERM');
  if ((await edge.ended) !== 0) throw new Error(`The edge did not stop well: ${edge.stderr()}`);
} finally {
  edge.child.kill('SIGKILL');
}
