/** What both programs say to their caller when they do not end well. */
export const EXIT_CODES: Readonly<Record<number, string>> = {
  1: 'could not start, or not stop cleanly',
  2: 'wrong flags or variables',
  129: 'cut off by a second SIGHUP',
  130: 'cut off by a second SIGINT',
  143: 'cut off by a second SIGTERM',
};
