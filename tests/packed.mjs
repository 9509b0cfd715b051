/**
 * What somebody gets who installs Petrel: packs it as `npm publish` would, unpacks it into a project of its own, and runs the
 * program, `petrel init` and the tests of examples/packed/ there. `npm run build` comes first. Packages that it depends on
 * are those of this repository, so nothing is downloaded.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** From an empty folder to the first table, in seconds of real time. */
const FIRST_TABLE_S_MAX = 60;

/** npm adds its own files to `node_modules`; the rest, scope by scope, is linked. @param {string} folder */
function linkPackages(folder) {
  for (const entry of readdirSync(join(ROOT, 'node_modules'))) {
    if (entry.startsWith('.') || entry === 'petrel') continue;
    symlinkSync(join(ROOT, 'node_modules', entry), join(folder, 'node_modules', entry), 'junction');
  }
}

/**
 * @param {string} project
 * @returns {string} the folder of the unpacked package
 */
function installPacked(project) {
  // Scripts would build the bundle of the sources, which is no part of the package.
  const said = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  /** @type {unknown} */
  const read = JSON.parse(said);
  const all = typeof read === 'object' && read !== null ? Object.values(read) : [];
  const [{ filename }] = all;
  const place = join(project, 'node_modules', 'petrel');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, filename), '-C', place, '--strip-components=1']);
  linkPackages(project);
  return place;
}

/**
 * Runs a command in the project, and shows what it said when it did not end well.
 * @param {string} project @param {readonly string[]} words of node
 * @returns {string} its stdout
 */
function must(project, words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: project, encoding: 'utf8' });
  if (status === 0) return stdout;
  process.stderr.write(`${stdout}${stderr}`);
  throw new Error(`packed: exit code ${status} of: ${words.join(' ')}`);
}

/** @param {string} text @param {RegExp} pattern @param {string} what */
function mustSay(text, pattern, what) {
  if (pattern.test(text)) return;
  process.stderr.write(text);
  throw new Error(`packed: ${what} did not say ${pattern}`);
}

const project = mkdtempSync(join(tmpdir(), 'petrel-packed-'));
try {
  const began = process.uptime();
  const place = installPacked(project);
  const petrel = join(place, 'start', 'built.cjs');
  cpSync(join(ROOT, 'examples', 'packed'), project, { recursive: true });
  const first = must(project, [petrel, 'init']);
  const seconds = process.uptime() - began;
  mustSay(first, /POST \/v1\/telemetry, Petrel's message: 201 /, 'petrel init');
  mustSay(first, /^PASSED {2}first, seed 1: /m, 'petrel init');
  if (seconds > FIRST_TABLE_S_MAX) throw new Error(`packed: the first table took ${seconds.toFixed(1)} s`);
  const storm = must(project, [petrel, '--scenario', 'storm', '--seed', '42', '--quiet']);
  mustSay(storm, /^PASSED {2}storm · seed 42/, 'petrel --scenario storm --seed 42');
  // It calls itself what it is called there.
  mustSay(must(project, [petrel, 'shrink', '--help']), /^petrel shrink/m, 'petrel shrink --help');
  // The test that init wrote, and the one that the project has.
  const vitest = join(dirname(place), 'vitest', 'vitest.mjs');
  const tested = must(project, [vitest, 'run']);
  mustSay(tested, /6 passed/, 'vitest run');
  process.stdout.write(`packed: the first table after ${seconds.toFixed(1)} s, and six tests passed\n`);
} finally {
  rmSync(project, { recursive: true, force: true });
}
