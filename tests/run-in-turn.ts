/** A program: runs the command line for each of several lines, and prints how each ended. See `simInTurn`. */
import { runCommandLine } from '../sim/cli/command-line.ts';

const print = process.stdout.write.bind(process.stdout);
const lines = JSON.parse(process.argv[2] ?? '[]') as readonly (readonly string[])[];
const ended: { code: number; stdout: string; stderr: string }[] = [];
for (const words of lines) {
  const said = { stdout: '', stderr: '' };
  process.stdout.write = (text: string | Uint8Array): boolean => {
    said.stdout += String(text);
    return true;
  };
  process.stderr.write = (text: string | Uint8Array): boolean => {
    said.stderr += String(text);
    return true;
  };
  ended.push({ code: await runCommandLine(words), ...said });
}
print(JSON.stringify(ended));
