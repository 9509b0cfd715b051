import { once } from 'node:events';
import { EXIT } from '../exit-code.ts';
import { parsed, words, wordsOf } from '../flags/flags.ts';
import type { Given } from '../flags/flags.ts';
import { pageOfFile, pageOfRun } from '../pages/opened-page.ts';
import { servePage } from '../pages/page-server.ts';
import type { PageServer } from '../pages/page-server.ts';
import { reasonOf } from '../reason-of.ts';
import { RUN_FLAGS } from '../flags/run-flags.ts';
import { FORCE_FLAG } from '../flags/subject-flags.ts';
import { print } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';

const USAGE =
  'name a report that --reporter html=FILE wrote, a trace that --trace wrote, a failure that shrink kept, or a run: open FILE, or open --scenario storm --seed 42';

const OF_RUN = { ...RUN_FLAGS, ...FORCE_FLAG };

export const openCommand = command({
  name: 'open',
  describe: 'open FILE, or the line of a run: show it in a browser, from 127.0.0.1, until Ctrl-C',
  flags: {
    files: words('[files..]', 'a report, a trace or a kept failure'),
    port: parsed('Port to serve it at', portIn, 'any that is free'),
    ...OF_RUN,
  },
  handle: async ({ files, port }, given) => {
    const server = await served(await pageFor(files, given), port);
    print(server.url);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
    return EXIT.passed;
  },
});

function pageFor([file, ...more]: readonly string[], given: Given): Promise<string> {
  const ofRun = wordsOf(OF_RUN, given);
  if (file === undefined) {
    if (wordsOf({ scenario: RUN_FLAGS.scenario }, given).length === 0) throw new UsageError(USAGE);
    return pageOfRun(given);
  }
  if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
  if (ofRun.length > 0) throw new UsageError(`${USAGE}; ${file} is a file, and takes no ${ofRun[0] ?? ''}`);
  return pageOfFile(file);
}

function portIn(given: string | undefined, flag: string): number {
  if (given === undefined) return 0;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Infinity;
  if (port > 65_535)
    throw new UsageError(`${flag} ${given}: it must be a port from 1 to 65535, or 0 for any`);
  return port;
}

async function served(html: string, port: number): Promise<PageServer> {
  try {
    return await servePage(html, port);
  } catch (error) {
    throw new UsageError(`--port ${port} can't be served at: ${reasonOf(error)}`);
  }
}
