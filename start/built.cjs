#!/usr/bin/env node
/**
 * `petrel`, the command line as `npm run build` has made it: from the bundle in dist/, which is as old as the build, like
 * all of dist/. `petrel edge` and `petrel device` are the two programs.
 */
'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');
const { ROOT } = require('./current-bundle.cjs');
const { loadBundle, purposeOf } = require('./load-bundle.cjs');

const folder = path.join(ROOT, 'dist', 'start');
if (existsSync(folder)) {
  const [word] = process.argv.slice(2);
  const program = word === 'edge' || word === 'device' ? word : 'sim';
  // From here on the arguments are those of the program.
  if (program !== 'sim') process.argv.splice(2, 1);
  const purpose = program === 'sim' ? purposeOf(process.argv.slice(2)) : program;
  void loadBundle(folder, purpose, { keepCode: true }).PROGRAMS[program]();
} else {
  process.stderr.write('petrel: it was never built. Run: npm run build\n');
  process.exitCode = 2;
}
