/** A program: runs each command line that its parent sends, and sends back how it ended. See `simInTurn`. */
import { runCommandLine } from '../sim/cli/command-line.ts';

const said = { stdout: '', stderr: '' };

process.stdout.write = (text: string | Uint8Array): boolean => {
  said.stdout += String(text);
  return true;
};
process.stderr.write = (text: string | Uint8Array): boolean => {
  said.stderr += String(text);
  return true;
};

process.on('message', (words: readonly string[]) => {
  said.stdout = '';
  said.stderr = '';
  void runCommandLine(words).then((code) => process.send?.({ code, ...said }));
});
// Whatever the last command line has left behind must not keep this process alive.
process.on('disconnect', () => process.exit());
