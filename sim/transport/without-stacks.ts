/**
 * What `make` returns, where the errors that it makes carry no stack: to look one up costs more than the rest of an
 * exchange, and it would tell of the harness, and where it is installed, to who looks for the code of a client.
 */
export function withoutStacks<Made>(make: () => Made): Made {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
