import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isNamedPipe } from '../../../program/pipes.ts';
import { fitScenario, readLog, UnreadableLog } from '../../fit/index.ts';
import type { FittedScenario } from '../../fit/index.ts';
import { formatScenarioError, formatScenarioWarning, parseScenario } from '../../scenario/index.ts';
import { EXIT } from '../exit-code.ts';
import { onOff, text, words } from '../flags/flags.ts';
import { reasonOf } from '../reason-of.ts';
import { print, say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';
import { writeFileText } from '../file-text.ts';

const NAME_DEFAULT = 'my-fleet';
const NAME = /^[a-z][a-z0-9-]{0,63}$/;

export const fitCommand = command({
  name: 'fit',
  describe:
    'A scenario like the fleet that wrote a log: an access log, OTLP-JSON spans, a Prometheus range query',
  flags: {
    file: words('[file]', 'The log, also packed with gzip'),
    out: text('The scenario file to write', 'the terminal'),
    force: onOff('Write over a file that is there'),
  },
  handle: async ({ file: files, out, force }) => {
    const [file] = files;
    if (file === undefined || files.length > 1)
      throw new UsageError('name one log, e.g. fit access.log --out my-fleet.yaml');
    if (out !== undefined && existsSync(out) && !force)
      throw new UsageError(`--out ${out} is there already; --force writes over it.`);
    const fitted = fittedTo(file, nameOf(out));
    const checked = parseScenario(fitted.yaml, out ?? file);
    if (!checked.ok) throw new Error(checked.errors.map(formatScenarioError).join('\n'));
    for (const warning of checked.warnings) say(formatScenarioWarning(warning));
    if (out === undefined) {
      print(fitted.yaml.trimEnd());
      return EXIT.passed;
    }
    writeFileText(out, fitted.yaml, `--out ${out}`);
    print(summary(fitted, out));
    return EXIT.passed;
  },
});

/** The file's name is the scenario's, where it can be one. */
function nameOf(out: string | undefined): string {
  const name = basename(out ?? '').replace(/\.ya?ml$/i, '');
  return NAME.test(name) ? name : NAME_DEFAULT;
}

/** Logs that were put away are packed. */
function textOf(file: string): string {
  if (isNamedPipe(file)) throw new UnreadableLog('it is a pipe. Write it to a file first.');
  const bytes = readFileSync(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch (error) {
    throw new UnreadableLog(`it is packed with gzip, and can't be unpacked: ${reasonOf(error)}`);
  }
}

function fittedTo(file: string, name: string): FittedScenario {
  try {
    return fitScenario(readLog(textOf(file)), { name, from: basename(file) });
  } catch (error) {
    const isReadable = error instanceof UnreadableLog;
    if (!isReadable && !(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`${file}: ${isReadable ? error.message : reasonOf(error)}`);
  }
}

function summary({ told, untold }: FittedScenario, out: string): string {
  const path = /[/\\]/.test(out) ? out : `./${out}`;
  return [
    `${out} is written.`,
    ...told.map((sentence) => `  ${sentence}`),
    'What the log does not tell:',
    ...untold.map((sentence) => `  ${sentence}`),
    `Run it: sim --scenario ${path} --seed 1`,
  ].join('\n');
}
