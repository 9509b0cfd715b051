#!/usr/bin/env node
// Past the door, which would load what writes a log.
import { endWithReader } from '../../program/end-with-reader.ts';
import { runCommandLine } from './command-line.ts';

endWithReader(process.stdout);

// Not awaited at the top level, which a bundle can't do.
void runCommandLine(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
