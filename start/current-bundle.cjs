'use strict';
const { readFileSync, statSync } = require('node:fs');
const path = require('node:path');

/** The folder of the package, which the paths of all sources are relative to. */
const ROOT = path.dirname(__dirname);

/** Each bundle has a folder in here, named by its content: no build changes what a run has begun with. */
const BUNDLES = path.join(ROOT, '.bundle');

/** Which bundle is the last that was made, and what its sources looked like then. */
const CURRENT = path.join(BUNDLES, 'current.json');

const BUNDLE_FILE = 'bundle.cjs';

/** In the folder of a bundle: the SHA-256 of each source, in the order of `Current.files`. */
const DIGESTS_FILE = 'digests.json';

/**
 * What shows at little cost that a file is as it was: size, mtime and ctime, in milliseconds. Nobody can set the ctime,
 * so it gives away an edit that keeps the other two. All are 0 where there is no file.
 * @typedef {readonly number[]} Stamp
 */

/**
 * @typedef {object} Current
 * @property {string} folder below `.bundle`
 * @property {number} bytes of the bundle
 * @property {readonly string[]} files sources, packages and what decides how they are put together
 * @property {readonly Stamp[]} stamps in the order of the files
 */

/** @param {string} file relative to the package @returns {Stamp} */
function stampOf(file) {
  // Not `path.join`, which takes as long as to ask.
  const status = statSync(`${ROOT}/${file}`, { throwIfNoEntry: false });
  return status === undefined ? [0, 0, 0] : [status.size, status.mtimeMs, status.ctimeMs];
}

/** The last bundle that was made, whatever has become of its sources; null: there is none. @returns {Current | null} */
function currentBundle() {
  try {
    /** @type {Current} */
    const current = JSON.parse(readFileSync(CURRENT, 'utf8'));
    const bundle = statSync(path.join(BUNDLES, current.folder, BUNDLE_FILE));
    return bundle.size === current.bytes ? current : null;
  } catch {
    return null;
  }
}

/** Indexes of the files that may no longer be what they were. @param {Current} current */
function touchedFiles({ files, stamps }) {
  return files.flatMap((file, index) => {
    const now = stampOf(file);
    return stamps[index]?.every((value, place) => value === now[place]) === true ? [] : [index];
  });
}

module.exports = { BUNDLE_FILE, BUNDLES, CURRENT, currentBundle, DIGESTS_FILE, ROOT, stampOf, touchedFiles };
