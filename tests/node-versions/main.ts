/**
 * `npm run test:nodes`: the golden runs under each supported line of Node, against the fingerprints of the baselines.
 * `-- --short` takes a few of them. Ends with 1 when a fingerprint is another or a Node could not be fetched from a registry
 * that answers; what could not be tried is named.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../command.ts';
import { differenceInWords } from './differing.ts';
import type { Differing } from './differing.ts';
import { fetchNode } from './fetch-node.ts';
import { goldenRuns } from './golden-runs.ts';
import { NODE_PACKAGES } from './node-packages.ts';
import type { NodePackage } from './node-packages.ts';

const execute = promisify(execFile);
const short = process.argv.includes('--short');
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

async function tryNode(version: string, program: string): Promise<boolean> {
  const file = join(ROOT, 'tests', 'node-versions', 'run-golden.ts');
  const flags = ['--import', 'tsx', file, short ? 'short' : 'whole'];
  const { stdout } = await execute(program, flags, { cwd: ROOT, maxBuffer: 16 * 2 ** 20 });
  const differing = JSON.parse(stdout) as readonly Differing[];
  for (const each of differing) console.log(differenceInWords(version, each));
  const same = runs.length - differing.length;
  console.log(`Node ${version.padEnd(8)}  ${same} of ${runs.length} golden fingerprints are the same`);
  return differing.length === 0;
}

/** False when it failed. */
async function tryPackage(node: NodePackage): Promise<boolean> {
  if (node.version.split('.')[0] === own.split('.')[0]) return tryNode(own, process.execPath);
  const why = whyOnlyOwn();
  const fetched = why === null ? await fetchNode(node) : ({ kind: 'absent', why } as const);
  if (fetched.kind === 'here') return tryNode(node.version, fetched.program);
  console.log(`Node ${node.version.padEnd(8)}  NOT TRIED: ${fetched.why}`);
  return true;
}

let good = true;
// One after the other: each has the cores to itself.
for (const node of NODE_PACKAGES) {
  try {
    good = (await tryPackage(node)) && good;
  } catch (error) {
    console.log(`Node ${node.version}: ${error instanceof Error ? error.message : String(error)}`);
    good = false;
  }
}
process.exitCode = good ? 0 : 1;
