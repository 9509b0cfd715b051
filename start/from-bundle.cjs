/**
 * Starts the command line of the bundle in a folder, as it is: `node start/from-bundle.cjs FOLDER ...words`. For a command
 * that starts runs in processes of their own, which must be of the bundle that it is of itself.
 */
'use strict';
const { loadBundle, purposeOf } = require('./load-bundle.cjs');

const [folder = ''] = process.argv.splice(2, 1);
void loadBundle(folder, purposeOf(process.argv.slice(2)), { keepCode: false }).PROGRAMS.sim();
