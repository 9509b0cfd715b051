/**
 * Starts a program: `node start/petrel.cjs sim|edge|device ...words`. It runs from a bundle of all sources and packages,
 * which is made anew whenever one of them has changed; where that can't be done, from the sources through tsx.
 */
'use strict';
const { bundleAsItIs } = require('./bundle-as-it-is.cjs');
const { loadBundle, purposeOf } = require('./load-bundle.cjs');

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
