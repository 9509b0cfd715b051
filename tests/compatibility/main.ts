import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RunResult } from '../../sim/index.ts';
import { scriptFlags } from '../script-flags.ts';
import { CLIENTS } from './clients.ts';
import { essenceOf, runClient, worldOf, WORLDS } from './client-runs.ts';
import type { WorldName } from './client-runs.ts';
import { CARRIERS, compatibilityPage } from './compatibility-page.ts';
import type { Carrier, Cells } from './compatibility-page.ts';
import { runEdge, runOurEdge } from './edge-runs.ts';
import { EDGES } from './edges.ts';

scriptFlags('compatibility', {});

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'compatibility.md');
const NAMES = Object.keys(WORLDS).filter((name): name is WorldName => name in WORLDS);

/** Null: green. */
type Judge = (result: RunResult) => string | null;

function passed({ outcome, why }: RunResult): string | null {
  return outcome === 'passed' ? null : `${outcome}, ${why}`;
}

async function tried(attempt: () => Promise<RunResult>, judge: Judge): Promise<string | null> {
  try {
    const result = await attempt();
    return passed(result) ?? judge(result);
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
  }
}

function sameAs(reference: RunResult, differs: string | null): Judge {
  return (result) => {
    if (!isDeepStrictEqual(essenceOf(result), essenceOf(reference))) return 'other requests than on `fetch`';
    const isSame = result.fingerprint === reference.fingerprint;
    return isSame || differs !== null ? null : 'another run than on `fetch`';
  };
}

async function clientCells(file: string, differs: string | null): Promise<Cells> {
  const cells: (string | null)[] = [];
  for (const name of NAMES) {
    for (const carrier of CARRIERS) {
      const world = worldOf(name);
      const reference = await runClient('fetch', world, carrier);
      cells.push(await tried(() => runClient(file, world, carrier), sameAs(reference, differs)));
    }
  }
  return cells;
}

async function edgeCell(file: string, carrier: Carrier): Promise<string | null> {
  const ours = await runOurEdge(carrier);
  return tried(
    () => runEdge(file, carrier),
    ({ attempts, metrics }) => {
      const isSame =
        isDeepStrictEqual(attempts, ours.attempts) && metrics.acknowledged === ours.metrics.acknowledged;
      return isSame ? null : 'devices had to send something else';
    },
  );
}

function told(name: string, cells: Cells): Cells {
  const reds = cells.filter((cell) => cell !== null);
  process.stdout.write(`${reds.length === 0 ? 'green' : 'RED  '}  ${name}  ${reds.join('; ')}\n`);
  return cells;
}

const clients: Cells[] = [];
for (const { name, file, differs } of CLIENTS) clients.push(told(name, await clientCells(file, differs)));
const edges: Cells[] = [];
for (const { framework, exported, file } of EDGES) {
  const cells = [await edgeCell(file, 'inject'), await edgeCell(file, 'supertest')];
  edges.push(told(`${framework}: ${exported}`, cells));
}
writeFileSync(PAGE, compatibilityPage({ clients, edges }));
if ([...clients, ...edges].flat().some((cell) => cell !== null)) process.exitCode = 1;
