#!/usr/bin/env node
import { speakToNobody } from '../../program/speak-to-nobody.ts';
import { runCommandLine } from './command-line.ts';
import { ResultOutput } from './output/result-output.ts';

speakToNobody();
const output = new ResultOutput(process.stdout);

// Not awaited at the top level, which a bundle can't do.
void runCommandLine(process.argv.slice(2)).then((code) => output.end(code));
