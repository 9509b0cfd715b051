/**
 * What can be set, declared once: quantities, and sections of them. From a declaration are derived how a file or a flag is
 * read, how a value is printed, the JSON Schema, the defaults, the flags of a program, the tables of the reference.
 * Start with `quantity.ts` and `section.ts`. This folder knows nothing of the rest of the house.
 */
export { cellOf, cells } from './cells.ts';
export type { Cells } from './cells.ts';
export { chance, MIN_TO_MAX } from './chance.ts';
export { checkValues } from './check-values.ts';
export { completed, defaultsOf, overridden } from './complete.ts';
export { deviceSet, includesDevice, reboot } from './device-set.ts';
export type { DeviceSet, PlaceInFleet } from './device-set.ts';
export { delay, duration } from './duration.ts';
export { list } from './list.ts';
export { count, decimal } from './number.ts';
export { as, maybe, orNone } from './quantity.ts';
export { ratio } from './ratio.ts';
export { section, switched } from './section.ts';
export type { Said, ValueOf, Values } from './section.ts';
export { shift } from './shift.ts';
export { orSame, variants } from './variants.ts';
export { flag, text, word } from './word.ts';
