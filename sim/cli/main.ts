#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { EXIT } from './exit-code.ts';

// A reader that has had enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.passed);
});

process.exitCode = await runCommandLine(process.argv.slice(2));
