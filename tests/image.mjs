/**
 * The image without an engine: does in a scratch folder what the Dockerfile says, step by step, then starts what it starts,
 * asks for its health as it says, and stops it. Two things are not as in an engine: the packages are those of this repository,
 * where the Dockerfile has `npm ci`, and nobody changes owners or users. What was built is left in dist/, as by
 * `npm run build`.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..');
const PORT = '8000';
/** As long as the image's own check gives it to start. */
const STARTS_WITHIN_MS = 10_000;
const LOOKS_EVERY_MS = 100;
const STOPS_WITHIN_MS = 10_000;

/**
 * @typedef {object} Stage a root of files, and what holds in it
 * @property {string} root
 * @property {string} workdir
 * @property {Record<string, string>} env
 */

/** @returns {readonly (readonly [string, string])[]} each instruction and what stands behind it */
function instructions() {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll(/\\\n\s*/g, ' ');
  return text.split('\n').flatMap((line) => {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return word === '' ? [] : [/** @type {const} */ ([word, rest])];
  });
}

/** @param {Stage} stage @param {string} path */
function within({ root, workdir }, path) {
  return path.startsWith('/') ? join(root, path) : join(root, workdir, path);
}

/** Absolute places of the image, wherever they stand in a command. @param {Stage} stage @param {string} text */
function placed({ root }, text) {
  return text.replaceAll(/(?<![\w.:/])\/(?=petrel|data)/g, `${root}/`);
}

/** Links, for a copy of all packages takes long; nothing here writes into a file that is there. @param {string} from @param {string} to */
function link(from, to) {
  execFileSync('cp', ['-alT', from, to]);
}

/** @param {Stage} stage @param {string} rest */
function run(stage, rest) {
  const cwd = within(stage, '.');
  if (rest.startsWith('npm ci')) {
    link(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
    // The one that npm writes anew in its place.
    const list = join('node_modules', '.package-lock.json');
    rmSync(join(cwd, list));
    copyFileSync(join(ROOT, list), join(cwd, list));
    return;
  }
  const line = placed(stage, rest).replaceAll(/chown \S+/g, 'test -e');
  const env = { ...process.env, ...stage.env };
  execFileSync('sh', ['-ec', line], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** @param {Map<string, Stage>} stages @param {Stage} stage @param {string} rest */
function copy(stages, stage, rest) {
  const all = rest.split(/\s+/);
  const from = all[0]?.startsWith('--from=') === true ? stages.get(all.shift()?.slice(7) ?? '') : null;
  const to = within(stage, all.pop() ?? '');
  if (from === undefined) throw new Error(`image: there is no stage to copy from: COPY ${rest}`);
  if (all.length === 1 && all[0] === '.') {
    // What is committed: all that .dockerignore names is not.
    execFileSync('sh', ['-ec', 'git ls-files -z | tar -c --null -T - | tar -x -C "$0"', to], { cwd: ROOT });
    return;
  }
  for (const source of all) {
    const place = from === null ? join(ROOT, source) : within(from, source);
    const name = rest.endsWith('./') ? join(to, basename(source)) : to;
    if (from === null) copyFileSync(place, name);
    else link(place, name);
  }
}

/** @param {string} scratch @returns {{ readonly stage: Stage, readonly start: readonly string[], readonly isHealthy: readonly string[] }} the last stage, and what it starts */
function build(scratch) {
  /** @type {Map<string, Stage>} */
  const stages = new Map();
  /** @type {Stage} */
  let stage = { root: scratch, workdir: '/', env: {} };
  /** @type {Record<string, readonly string[]>} */
  const words = {};
  for (const [word, rest] of instructions()) {
    if (word === 'FROM') {
      const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'image';
      stage = { root: join(scratch, name), workdir: '/', env: {} };
      stages.set(name, stage);
    } else if (word === 'WORKDIR') {
      stage.workdir = rest;
      mkdirSync(within(stage, '.'), { recursive: true });
    } else if (word === 'ENV') {
      const [name = '', value = ''] = rest.split('=');
      stage.env[name] = value;
    } else if (word === 'COPY') copy(stages, stage, rest);
    else if (word === 'RUN') run(stage, rest);
    else if (['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].includes(word))
      words[word] = JSON.parse(rest.slice(rest.indexOf('[')));
    else if (!['USER', 'VOLUME', 'EXPOSE'].includes(word))
      throw new Error(`image: nothing here knows how to do ${word} ${rest}`);
  }
  const { ENTRYPOINT = [], CMD = [], HEALTHCHECK = [] } = words;
  return { stage, start: [...ENTRYPOINT, ...CMD], isHealthy: HEALTHCHECK };
}

/** @returns {Promise<string>} one that was free just now */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('image: no port is free');
  return String(address.port);
}

/** @param {ReturnType<typeof build>} image */
async function startAndStop({ stage, start, isHealthy }) {
  const port = await freePort();
  const cwd = within(stage, '.');
  const env = { ...process.env, ...stage.env, PETREL_EDGE_PORT: port };
  const [node = '', ...words] = start.map((each) => placed(stage, each));
  const edge = spawn(node, words, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(edge, 'exit');
  const [check = '', ...asked] = isHealthy.map((each) => each.replaceAll(PORT, port));
  let looksLeft = STARTS_WITHIN_MS / LOOKS_EVERY_MS;
  try {
    while (spawnSync(check, asked, { cwd, env }).status !== 0) {
      looksLeft -= 1;
      if (looksLeft < 0 || edge.exitCode !== null) throw new Error('image: the edge does not become ready');
      await sleep(LOOKS_EVERY_MS);
    }
  } finally {
    edge.kill('SIGTERM');
  }
  const [code] = await Promise.race([ended, sleep(STOPS_WITHIN_MS, ['not at all'], { ref: false })]);
  if (code !== 0) throw new Error(`image: the edge ended with ${String(code)}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'petrel-image-'));
try {
  const image = build(scratch);
  await startAndStop(image);
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  execFileSync('cp', ['-rT', within({ ...image.stage, workdir: '/petrel' }, 'dist'), join(ROOT, 'dist')]);
  process.stdout.write('image: built, started, ready and stopped\n');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
