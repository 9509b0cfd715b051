/**
 * The shell of a program that runs for real: it reads its flags, logs to stdout, lives by the machine's clock, and stops in
 * order at a signal. Start with `start-program.ts`. It knows the ports and the protocol, and neither which program runs in
 * it nor the simulation.
 */
export { logToStdout } from './log-to-stdout.ts';
export type { ProgramLog } from './log-to-stdout.ts';
export { afterTurn, realClock } from './real-clock.ts';
export { speakToNobody } from './speak-to-nobody.ts';
export { startProgram } from './start-program.ts';
export { stopOnSignal } from './stop-on-signal.ts';
