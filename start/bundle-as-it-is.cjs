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
const { writeWhole } = require('./load-bundle.cjs');

/** The folder of a bundle that is of the sources as they are; null: there is none. */
function bundleAsItIs() {
  const current = currentBundle();
  if (current === null) return null;
  const touched = touchedFiles(current);
  return touched.length === 0 || areAsBefore(current, touched) ? path.join(BUNDLES, current.folder) : null;
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

module.exports = { bundleAsItIs };
