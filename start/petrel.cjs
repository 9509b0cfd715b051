/**
 * Starts a program: `node start/petrel.cjs sim|edge|device ...words`. It runs from a bundle of all sources and packages,
 * which is made anew whenever one of them has changed; where that can't be done, from the sources through tsx.
 */
'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');
const {
  BUNDLES,
  CURRENT,
  currentBundle,
  DIGESTS_FILE,
  stampOf,
  touchedFiles,
} = require('./current-bundle.cjs');
const { loadBundle, purposeOf, writeWhole } = require('./load-bundle.cjs');

// From here on the arguments are those of the program.
const [program = '', ...words] = process.argv.splice(2, Infinity);
process.argv.push(...words);
void start();

async function start() {
  const folder = bundleAsItIs() ?? (await newBundle());
  const purpose = program === 'sim' ? purposeOf(words) : program;
  const { PROGRAMS } = folder === null ? await sources() : loadBundle(folder, purpose, { keepCode: true });
  if (program === 'sim' || program === 'edge' || program === 'device') {
    await PROGRAMS[program]();
  } else {
    const names = Object.keys(PROGRAMS).join(', ');
    process.stderr.write(`start: there is no program "${program}". Programs: ${names}.\n`);
    process.exitCode = 2;
  }
}

/** @returns {Promise<typeof import('./programs.ts')>} */
async function sources() {
  await import('./read-typescript.mjs');
  return import('./programs.ts');
}

/** The folder of a bundle that is of the sources as they are; null: there is none. */
function bundleAsItIs() {
  const current = currentBundle();
  if (current === null) return null;
  const touched = touchedFiles(current);
  return touched.length === 0 || areAsBefore(current, touched) ? path.join(BUNDLES, current.folder) : null;
}

/** The folder of a bundle that is made now; null: none can be made, and the sources must do. */
async function newBundle() {
  if (process.stderr.isTTY) process.stderr.write('The sources are new: making a bundle of them.\n');
  try {
    const { buildBundle } = await import('./build-bundle.mjs');
    return await buildBundle();
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    process.stderr.write(
      `start: no bundle of the sources could be made (${reason}); they run as they are, which takes longer to start.\n`,
    );
    return null;
  }
}

/**
 * Whether files that were touched say the same as before, as after a checkout to and fro. They are remembered as they
 * look now, where that can be written.
 * @param {import('./current-bundle.cjs').Current} current
 * @param {readonly number[]} touched
 */
function areAsBefore(current, touched) {
  const { digestOf } = require('./digest.cjs');
  // Before they are read: an edit meanwhile shows the next time.
  const stamps = [...current.stamps];
  for (const index of touched) stamps[index] = stampOf(current.files[index] ?? '');
  try {
    /** @type {readonly string[]} */
    const digests = JSON.parse(readFileSync(path.join(BUNDLES, current.folder, DIGESTS_FILE), 'utf8'));
    if (touched.some((index) => digestOf(current.files[index] ?? '') !== digests[index])) return false;
  } catch {
    return false;
  }
  writeWhole(CURRENT, JSON.stringify({ ...current, stamps }));
  return true;
}
