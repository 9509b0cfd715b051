import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { variantsFor } from './surroundings.ts';

/** What code under test can read of the process that it runs in and that is not simulated: it must show, if it gets into a run. */
const READ = `({
  locale: new Intl.NumberFormat().resolvedOptions().locale,
  zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  user: process.env.USER,
  logname: process.env.LOGNAME,
  hostname: process.env.HOSTNAME,
  threads: process.env.UV_THREADPOOL_SIZE,
  flags: process.execArgv.join(' '),
  memory: process.memoryUsage().rss,
  heap: process.memoryUsage().heapTotal,
})`;

test('what a process shows of itself differs between the two that verify compares', () => {
  const [calm, busy] = variantsFor(true).map(({ surroundings: { env, nodeFlags } }): unknown =>
    JSON.parse(
      execFileSync(process.execPath, [...nodeFlags, '-p', `JSON.stringify(${READ})`], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      }),
    ),
  );
  const [first, second] = [calm, busy].map((each) => Object.entries(Object(each)));
  const same = first?.filter(([name, value]) => Object(busy)[name] === value);
  expect(first?.length).toBe(9);
  expect(second?.length).toBe(9);
  expect(same).toEqual([]);
});
