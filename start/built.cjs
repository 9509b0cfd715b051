#!/usr/bin/env node
/**
 * `petrel`, the command line as `npm run build` has made it: from the bundle in dist/, which is as old as the build, like
 * all of dist/.
 */
'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');
const { ROOT } = require('./current-bundle.cjs');
const { loadBundle, purposeOf } = require('./load-bundle.cjs');

const folder = path.join(ROOT, 'dist', 'start');
if (existsSync(folder)) {
  void loadBundle(folder, purposeOf(process.argv.slice(2)), { keepCode: true }).PROGRAMS.sim();
} else {
  process.stderr.write('petrel: it was never built. Run: npm run build\n');
  process.exitCode = 2;
}
