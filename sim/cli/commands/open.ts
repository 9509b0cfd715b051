import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { browserCode } from '../../../reports/html/browser-code.ts';
import { tracePage } from '../../../reports/html/trace-page.ts';
import { Witness } from '../../../reports/trace/witness.ts';
import type { Witnessed } from '../../../reports/trace/witness.ts';
import { EXIT } from '../exit-code.ts';
import { parsed, words } from '../flags.ts';
import { servePage } from '../page-server.ts';
import type { PageServer } from '../page-server.ts';
import { beginsRun, readTrace } from '../read-trace.ts';
import { reasonOf } from '../reason-of.ts';
import { print } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';

const USAGE = 'name a report that --reporter html=FILE wrote, or a trace that --trace wrote: open FILE';

/** As many as a page draws smoothly. */
const EVENTS_DRAWN_MAX = 150_000;

export const openCommand = command({
  name: 'open',
  describe: 'open FILE: show a report or a trace in a browser, from 127.0.0.1, until Ctrl-C',
  flags: {
    files: words('[files..]', 'a report or a trace'),
    port: parsed('Port to serve it at', portIn, 'any that is free'),
  },
  handle: async ({ files, port }) => {
    const [file, ...more] = files;
    if (file === undefined) throw new UsageError(USAGE);
    if (more.length > 0) throw new UsageError(`${USAGE}; "${more.join(' ')}" is too much`);
    const server = await served(await pageIn(file), port);
    print(server.url);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
    return EXIT.passed;
  },
});

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

/** A report is a page already; of a trace one is made. */
async function pageIn(file: string): Promise<string> {
  if (/\.html?$/i.test(file)) {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new UsageError(`${file} can't be read: ${reasonOf(error)}`);
    }
  }
  return tracePage(basename(file), await witnessedIn(file), await browserCode());
}

/** A file may hold several runs, one behind the other. */
async function witnessedIn(file: string): Promise<readonly Witnessed[]> {
  const witnesses: Witness[] = [];
  for await (const event of readTrace(file)) {
    const last = witnesses.at(-1);
    const witness = last === undefined || beginsRun(event) ? new Witness(EVENTS_DRAWN_MAX) : last;
    if (witness !== last) witnesses.push(witness);
    witness.observe(event);
  }
  return witnesses.map((witness) => witness.conclude());
}
