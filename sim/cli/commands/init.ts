import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { ExitCode } from '../exit-code.ts';
import { onOff, parsed, text } from '../flags/flags.ts';
import { askEdge } from '../init/ask-edge.ts';
import type { AskedEdge } from '../init/ask-edge.ts';
import { dotted } from '../init/dotted.ts';
import { packageOf } from '../init/find-app.ts';
import { besidesAsSets, DEVICE_FILE, firstFiles, needsDevice, SCENARIO_FILE } from '../init/first-files.ts';
import { installOf } from '../init/install.ts';
import { nextSteps } from '../init/next-steps.ts';
import { isTaken, isTakenTwice } from '../init/probe-device.ts';
import { putFiles } from '../init/put-files.ts';
import type { PutFile } from '../init/put-files.ts';
import { pathOf, takenBy, triesInWords, whatWouldDo } from '../init/what-would-do.ts';
import { quoted } from '../flags/paste-line.ts';
import { print } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';
import { runCommand } from './run.ts';
import { NAME, PROGRAM } from '../program-name.ts';

/** The first run is the same for everybody. */
const SEED = '1';

const WHAT_IT_MEANS: Readonly<Record<PutFile['done'], string>> = {
  written: '',
  'as it was': '',
  kept: '   another file stands there; --force replaces it',
};

const TWICE =
  '      It took the same message twice. Whether it is stored twice your app alone knows: createEdge with accepted() can tell.';

/** One that is not there yet is made, when the first file is put into it. */
function folderIn(given: string | undefined): string {
  const folder = given ?? '.';
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== false) return folder;
  throw new UsageError(`--folder ${folder}: it is a file. Name the folder that it stands in, or a new one.`);
}

export const initCommand = command({
  name: 'init',
  describe: 'Find your app, write a first scenario, a test and a workflow, and run them',
  flags: {
    edge: text(
      'Module with your edge',
      'what is found where apps usually are; with --device, the built-in one',
    ),
    device: text('Module with your device: createDevice(env)', 'built-in'),
    folder: parsed('Where the files go', folderIn, 'this one'),
    force: onOff('Replace files that stand there'),
  },
  lacks: {
    'allow-net': `what init writes runs wherever your tests do, and there the server may be another one, or none. Put something in memory in its place, or look at single runs: ${NAME} run --scenario lost-ack --edge FILE --allow-net HOST:PORT`,
  },
  handle: async ({ edge: named, device, folder, force }) => {
    const asked = named === undefined && device !== undefined ? null : await askEdge(named, folder);
    if (asked !== null) print(whatWasFound(asked, folder));
    // A device of theirs speaks the language of their edge: then the run shows whether they understand each other.
    if (asked !== null && device === undefined) mustTake(asked);
    const taken = asked === null ? null : takenBy(asked.probe);
    const about = {
      edge: asked === null ? null : dotted(folder, asked.file),
      device: device === undefined ? null : dotted(folder, device),
      path: asked === null ? null : pathOf(asked.probe),
      // A device of theirs says itself what its messages are.
      form: device === undefined ? (taken?.form ?? null) : null,
      byStatus: taken?.byStatus ?? false,
      install: installOf(folder),
    };
    const sends = needsDevice(about) ? join(folder, DEVICE_FILE) : device;
    if (asked?.probe.tries.some(isTakenTwice) === true) print(TWICE);
    print(`\n${putFiles(folder, firstFiles(about), force).map(putInWords).join('\n')}\n`);
    const code = await runFirst(folder, asked?.file, sends);
    const subject = flagsOf(asked?.file, sends);
    const elsewhere = resolve(folder) === resolve('') ? null : relative('', folder);
    const set = besidesAsSets({ ...about, device: sends ?? null })
      .map((each) => ` --set ${quoted(each)}`)
      .join('');
    print(
      `\n${nextSteps({ subject, set, program: PROGRAM, manifest: packageOf(folder), folder: elsewhere }).join('\n')}`,
    );
    return code;
  },
});

function whatWasFound({ file, because, probe }: AskedEdge, folder: string): string {
  const where = because === null ? '' : ` (${folder === '.' ? '' : `in ${folder}: `}${because})`;
  return [`edge  ${file}${where}`, ...triesInWords(probe.tries).map((line) => `      ${line}`)].join('\n');
}

/** @throws {UsageError} with the lines that would do, where the edge took nothing. */
function mustTake({ file, probe }: AskedEdge): void {
  if (probe.failed !== null) throw new UsageError(`--edge ${file}: ${probe.failed}`);
  if (!probe.tries.some(isTaken))
    throw new UsageError(`--edge ${file}: nothing was written.\n${whatWouldDo(probe).join('\n')}`);
}

function putInWords({ path, done }: PutFile): string {
  return `${done.padEnd(9)}  ${path}${WHAT_IT_MEANS[done]}`;
}

function runFirst(folder: string, edge: string | undefined, device: string | undefined): Promise<ExitCode> {
  const scenario = [dotted('', join(folder, SCENARIO_FILE))];
  return runCommand.handle({ scenario, seed: SEED, ...given(edge, device) });
}

function flagsOf(edge: string | undefined, device: string | undefined): string {
  return Object.entries(given(edge, device))
    .map(([flag, file]) => ` --${flag} ${quoted(file)}`)
    .join('');
}

function given(edge: string | undefined, device: string | undefined): Readonly<Record<string, string>> {
  return {
    ...(edge !== undefined && { edge }),
    ...(device !== undefined && { device: dotted('', device) }),
  };
}
