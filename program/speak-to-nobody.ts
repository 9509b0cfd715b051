/**
 * What can't be said on stderr, where its disk is full or its reader gone, is said to nobody: it must not end the program, whose
 * exit code tells the rest.
 */
export function speakToNobody(): void {
  process.stderr.on('error', () => {});
}
