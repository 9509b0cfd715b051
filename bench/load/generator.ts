/** Load from a process of its own: `generator.ts '{"port":8000,"seconds":5,"connections":32}'`. Prints a `LoadResult`. */
import autocannon from 'autocannon';
import type { LoadOptions, LoadResult } from './load.ts';

const { port, seconds, connections, rate, devices, from }: LoadOptions = JSON.parse(process.argv[2] ?? '');
let sequenceId = from;
const result = await autocannon({
  url: `http://127.0.0.1:${port}`,
  duration: seconds,
  connections,
  timeout: 10,
  ...(rate === null ? {} : { overallRate: rate }),
  requests: [
    {
      method: 'POST',
      path: '/ingest',
      headers: { 'content-type': 'application/json' },
      setupRequest: (request) => {
        sequenceId += 1;
        const body = `{"device_id":"load-${sequenceId % devices}","sequence_id":${sequenceId},"timestamp":"2026-01-01T00:00:00.000Z","values":{"temperature_c":21.5,"humidity":40}}`;
        return { ...request, body };
      },
    },
  ],
});
const answered = Object.values(result.statusCodeStats ?? {}).reduce((sum, { count = 0 }) => sum + count, 0);
const print: LoadResult = {
  good: result['2xx'] / result.duration,
  answered: answered / result.duration,
  statuses: Object.fromEntries(
    Object.entries(result.statusCodeStats ?? {}).map(([status, { count = 0 }]) => [status, count]),
  ),
  errors: result.errors,
  p99Ms: result.latency.p99,
  p50Ms: result.latency.p50,
};
process.stdout.write(JSON.stringify(print));
