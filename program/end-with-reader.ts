import { isStopping } from './stop-on-signal.ts';

interface Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * Ends the program in peace once nobody reads this output any more, as after `| head`. One that is stopping comes to its
 * own end, for Ctrl-C may have ended the reader as well. Any other error is thrown.
 */
export function endWithReader(output: Output): void {
  output.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    if (!isStopping()) process.exit(0);
  });
}
