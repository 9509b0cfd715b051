#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { EXIT } from './exit-code.ts';

// A reader that has had enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.passed);
});

// Not awaited at the top level, which a bundle can't do.
void runCommandLine(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
