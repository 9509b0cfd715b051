/**
 * `npm run test:nodes`: the golden runs under each supported line of Node, against the fingerprints of the baselines.
 * `-- --short` takes a few of them. Ends with 1 when a fingerprint is another or a Node could not be fetched from a registry
 * that answers; what could not be tried is named.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../command.ts';
import { scriptFlags } from '../script-flags.ts';
import { differenceInWords } from './differing.ts';
import type { Differing } from './differing.ts';
import { fetchNode } from './fetch-node.ts';
import { goldenRuns } from './golden-runs.ts';
import { NODE_PACKAGES } from './node-packages.ts';
import type { NodePackage } from './node-packages.ts';

const execute = promisify(execFile);
const { short = false } = scriptFlags('test:nodes', { short: { type: 'boolean' } });
const runs = goldenRuns(short);
const own = process.versions.node;

/** The packages hold programs for one platform, linked against glibc. */
function whyOnlyOwn(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `${process.platform}-${process.arch} is not linux-x64`;
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return report.header?.glibcVersionRuntime === undefined ? 'this Linux has no glibc' : null;
}

/** What is said of one Node, in lines, and whether it went well. */
interface Trial {
  readonly lines: readonly string[];
  readonly good: boolean;
}

async function tryNode(version: string, program: string): Promise<Trial> {
  const file = join(ROOT, 'tests', 'node-versions', 'run-golden.ts');
  const flags = ['--import', 'tsx', file, short ? 'short' : 'whole'];
  const { stdout } = await execute(program, flags, { cwd: ROOT, maxBuffer: 16 * 2 ** 20 });
  const differing = JSON.parse(stdout) as readonly Differing[];
  const same = runs.length - differing.length;
  const summary = `Node ${version.padEnd(8)}  ${same} of ${runs.length} golden fingerprints are the same`;
  return {
    lines: [...differing.map((each) => differenceInWords(version, each)), summary],
    good: differing.length === 0,
  };
}

async function tryPackage(node: NodePackage): Promise<Trial> {
  if (node.version.split('.')[0] === own.split('.')[0]) return tryNode(own, process.execPath);
  const why = whyOnlyOwn();
  const fetched = why === null ? await fetchNode(node) : ({ kind: 'absent', why } as const);
  if (fetched.kind === 'here') return tryNode(node.version, fetched.program);
  return { lines: [`Node ${node.version.padEnd(8)}  NOT TRIED: ${fetched.why}`], good: true };
}

function failed({ version }: NodePackage, error: unknown): Trial {
  return {
    lines: [`Node ${version}: ${error instanceof Error ? error.message : String(error)}`],
    good: false,
  };
}

// All at once: nothing here is timed.
const trials = NODE_PACKAGES.map((node) => tryPackage(node).catch((error: unknown) => failed(node, error)));
let good = true;
for (const trial of trials) {
  const { lines, good: isGood } = await trial;
  for (const line of lines) console.log(line);
  good = isGood && good;
}
process.exitCode = good ? 0 : 1;
