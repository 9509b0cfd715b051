'use strict';
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');
const { BUNDLE_FILE } = require('./current-bundle.cjs');

/**
 * Code that runs as a script can't import, so these files do it for a bundle.
 * @type {typeof import('../sim/cli/loading/module-loader.ts')}
 */
const LOADER = {
  readTypeScript: async () => {
    await import('./read-typescript.mjs');
    ({ importModule: LOADER.importModule } = await import('./import-module.mjs'));
  },
  importModule: (url) => import(url),
};

/**
 * Runs a bundle and gives what it exports. V8's compiled code lies beside it, one file for each purpose (with what that
 * purpose needs), version of V8 and set of its flags; where it is missing it is written when this process ends.
 * @param {string} folder the absolute path of the bundle's folder
 * @param {string} purpose a plain word
 * @param {{ keepCode: boolean }} options
 * @returns {typeof import('./programs.ts')}
 */
function loadBundle(folder, purpose, { keepCode }) {
  const file = path.join(folder, BUNDLE_FILE);
  const codeFile = path.join(folder, `${purpose}-${cachedDataVersionTag().toString(16)}.code`);
  const cachedData = readIfThere(codeFile);
  // All ASCII, as the build has made sure: the cheapest kind of string.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(cachedData !== undefined && { cachedData }),
  });
  const module = { exports: {} };
  if (keepCode && script.cachedDataRejected !== false) {
    process.once('exit', (code) => {
      if (code === 0) writeWhole(codeFile, script.createCachedData());
    });
  }
  return script.runInThisContext()(module.exports, createRequire(file), module, file, folder, LOADER);
}

/**
 * What the compiled code of a command line is kept for: nobody who lists scenarios waits for the code of a run.
 * @param {readonly string[]} words
 */
function purposeOf(words) {
  if (words.some((word) => ['--help', '-h', '--version'].includes(word))) return 'help';
  const [first = 'run'] = words;
  return /^[a-z]+$/.test(first) ? first : 'run';
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Whoever reads meanwhile sees the old file or the new one. Where nothing can be written, nothing is.
 * @param {string} file @param {string | Uint8Array} content
 */
function writeWhole(file, content) {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

module.exports = { loadBundle, purposeOf, writeWhole };
