// Taken before anybody fakes it.
const realNowNs = process.hrtime.bigint.bind(process.hrtime);

/** Real milliseconds from an arbitrary start. For limits and for the time a run took: never for the world. */
export function wallMs(): number {
  return Number(realNowNs()) / 1e6;
}
