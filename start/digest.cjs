'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { ROOT } = require('./current-bundle.cjs');

/** @param {string | Uint8Array} content */
function hashOf(content) {
  return createHash('sha256').update(content).digest('hex');
}

/** @param {string} file relative to the package @returns {string} empty where there is no such file */
function digestOf(file) {
  try {
    return hashOf(readFileSync(path.join(ROOT, file)));
  } catch {
    return '';
  }
}

module.exports = { digestOf, hashOf };
