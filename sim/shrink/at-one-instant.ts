import type { Candidate } from './candidate.ts';

/** Counts that a person would write, below those of the largest fleet that anybody makes small. */
const ROUND = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/** Each device brings at one instant what `times` of them would, and has places for all of it on the way. */
export function bunched(candidate: Candidate, times: number): Candidate {
  const { fleet, device } = candidate.scenario;
  const burst = fleet.burst * times;
  return withCounts(candidate, { burst, inFlightMax: Math.max(device.inFlightMax, burst) });
}

/** Fewer places for readings that come at one instant, then fewer such readings: two lists, each from the fewest on. */
export function fewerAtOnce(candidate: Candidate): readonly (readonly Candidate[])[] {
  const { fleet, device } = candidate.scenario;
  const below = (count: number): readonly number[] => ROUND.filter((round) => round < count);
  // Where readings come one by one, the places are as many as the scenario has.
  const places = fleet.burst === 1 ? [] : below(device.inFlightMax);
  return [
    places.map((inFlightMax) => withCounts(candidate, { inFlightMax })),
    below(fleet.burst).map((burst) => withCounts(candidate, { burst })),
  ];
}

interface Counts {
  readonly burst?: number;
  readonly inFlightMax?: number;
}

function withCounts(candidate: Candidate, { burst, inFlightMax }: Counts): Candidate {
  const { scenario } = candidate;
  const fleet = { ...scenario.fleet, ...(burst !== undefined && { burst }) };
  const device = { ...scenario.device, ...(inFlightMax !== undefined && { inFlightMax }) };
  return { ...candidate, scenario: { ...scenario, fleet, device } };
}
