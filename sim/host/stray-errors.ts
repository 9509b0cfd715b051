/**
 * What foreign code throws where nobody can catch it (in a timer, an event, a promise nobody waits for) would end the
 * process. Returns how to stop listening.
 */
export function catchStrayErrors(heard: (error: unknown) => void): () => void {
  process.on('uncaughtException', heard);
  process.on('unhandledRejection', heard);
  return () => {
    process.off('uncaughtException', heard);
    process.off('unhandledRejection', heard);
  };
}
