import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS } from './clients.ts';
import type { ClientRow } from './clients.ts';
import { WORLDS } from './client-runs.ts';
import { EDGES } from './edges.ts';
import type { EdgeRow } from './edges.ts';

/** Over these each is tried; the third, `direct`, leaves out HTTP, and so what is foreign. */
export const CARRIERS = ['inject', 'supertest'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** What was found of one row: the reason why it is red, or null. By world and carrier, in their order. */
export type Cells = readonly (string | null)[];

export interface Found {
  /** In the order of the rows. */
  readonly clients: readonly Cells[];
  readonly edges: readonly Cells[];
}

const PACKAGES = join(import.meta.dirname, '..', '..', 'node_modules');

function versionOf(name: string | null): string {
  if (name === null) return 'Node';
  const { version } = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8'));
  return `${name} ${version}`;
}

/** The package of each framework that is one. */
const FRAMEWORKS: Readonly<Record<string, string | null>> = {
  none: null,
  Express: 'express',
  'Express 4': 'express4',
  Fastify: 'fastify',
  Koa: 'koa',
  Hono: 'hono',
  h3: 'h3',
  'itty-router': 'itty-router',
  Elysia: 'elysia',
  micro: 'micro',
  'find-my-way': 'find-my-way',
  Polka: 'polka',
  tinyhttp: '@tinyhttp/app',
  Connect: 'connect',
  hapi: '@hapi/hapi',
  Nest: '@nestjs/core',
  'Nest on Fastify': '@nestjs/core',
};

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(reason: string | null): string {
  return reason === null ? 'green' : `red: ${reason}`;
}

function clientCells({ name, package: of, over, differs }: ClientRow, cells: Cells): readonly string[] {
  const how = over === 'fetch' ? '`fetch`' : 'sockets';
  return [name, versionOf(of), how, ...cells.map(cell), differs ?? ''];
}

function edgeCells({ framework, exported }: EdgeRow, cells: Cells): readonly string[] {
  const of = FRAMEWORKS[framework] ?? null;
  return [of === null ? 'Node' : versionOf(of), framework, exported, ...cells.map(cell)];
}

/** The page, from what was found. */
export function compatibilityPage({ clients, edges }: Found): string {
  const worlds = Object.entries(WORLDS).map(([name, what]) => `- **${name}**: ${what}.`);
  const heads = Object.keys(WORLDS).flatMap((world) => CARRIERS.map((carrier) => `${world}, ${carrier}`));
  return `# Compatibility

HTTP clients and frameworks as npm has them, tried unchanged. Made by \`npm run compatibility\`, which writes this page anew; a
few rows of it are tried by each \`npm test\`.

## Clients

Devices with one retry loop, each on another client, in three worlds:

${worlds.join('\n')}

Green: nothing was violated, and as many readings took as many requests, with the same end, as on \`fetch\`. The run is the same
event by event, but for what the last column says.

${table(
  ['client', 'of', 'over', ...heads, 'differs'],
  CLIENTS.map((row, index) => clientCells(row, clients[index] ?? [])),
)}

## Edges

Edges that take each reading once, in the world of *silence*, with the devices that come with Petrel. Green: nothing was violated,
and devices sent what they send to the edge that comes with Petrel.

${table(
  ['of', 'framework', 'the module exports', ...CARRIERS],
  EDGES.map((row, index) => edgeCells(row, edges[index] ?? [])),
)}
`;
}
