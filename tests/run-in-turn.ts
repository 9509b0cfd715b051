/** A program: runs each command line that its parent sends, and sends back how it ended. See `simInTurn`. */
import { runCommandLine } from '../sim/cli/command-line.ts';
import type { Asked } from './command-session.ts';

const said = { stdout: '', stderr: '' };

process.stdout.write = (text: string | Uint8Array): boolean => {
  said.stdout += String(text);
  return true;
};
process.stderr.write = (text: string | Uint8Array): boolean => {
  said.stderr += String(text);
  return true;
};

process.on('message', ({ words, cwd }: Asked) => {
  said.stdout = '';
  said.stderr = '';
  process.chdir(cwd);
  void runCommandLine(words).then((code) => process.send?.({ code, ...said }));
});
// Whatever the last command line has left behind must not keep this process alive.
process.on('disconnect', () => process.exit());
